// The chat page: introduces log, composer, outbox, stream and files to each other.

import { el, freshId, icon, say } from "./dom.js";
import { Log } from "./log.js";
import { forget, left, Outbox } from "./outbox.js";
import { Stream } from "./stream.js";
import { Tickets } from "./tickets.js";
import { Tray } from "./files.js";

const DRAFT = "loket.draft";
const find = (id) => document.getElementById(id);
const text = find("text");
const welcome = find("welcome");
const log = new Log(find("log"), find("scroller"), { choose, edit, act });
const tray = new Tray(find("tray"), ready);
new Tickets(act);
const TITLE = document.title;
let unseen = 0;
let about = null;
let replies = 0; // heard since the last message was sent: an answer may be quicker than its receipt

const outbox = new Outbox({
  sending: (id) => {
    replies = 0;
    log.sending(id, hasFiles(id) ? () => takeBack(id) : null);
  },
  waiting: (id, why) => log.waiting(id, why),
  progress: (id, part) => log.progress(id, part),
  accepted: (id, answer) => {
    log.accepted(id, answer.at);
    if (answer.new && !answer.human && !replies) log.setTyping(true);
  },
  failed: (entry, why) => log.failed(entry.id, why, () => backToComposer(entry)),
});

const hasFiles = (id) => outbox.queue.some((entry) => entry.id === id && entry.files?.length);

function takeBack(id) {
  const entry = outbox.queue.find((one) => one.id === id);
  outbox.cancel(id);
  backToComposer(entry);
}

function backToComposer(entry) {
  log.remove(entry.id);
  text.value = entry.text;
  if (entry.files) tray.add(entry.files);
  talkAbout(entry.about);
  ready();
  text.focus();
}

function send(words, { choice = null, files = [], about: ticket = null } = {}) {
  const entry = { id: freshId(), at: Date.now(), text: words, choice: ticket ? `t:about/${ticket}` : choice, files, about: ticket };
  welcome.hidden = true;
  log.pending(entry);
  outbox.add(entry);
}

function choose({ id, label }) {
  send(label, { choice: id });
  text.focus();
}

function edit(line) {
  send(say("edit", line), { choice: `edit:${line.field}` });
  text.focus();
}

/** What a ticket's buttons do is said in the conversation; the next words and files are about it. */
function act(action, ticket) {
  if (action === "reopen") return send(say("say.reopen", ticket));
  talkAbout(ticket.number);
  text.focus();
  if (action === "add_file") find("attach").click();
}

/** The ticket that the next message is about; null: none. */
function talkAbout(number) {
  about = number;
  find("about").hidden = !number;
  find("about-number").textContent = number ? say("about_ticket", { number }) : "";
}

function ready() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
  find("send").disabled = !text.value.trim() && !tray.files.length;
  if (text.value) localStorage.setItem(DRAFT, text.value);
  else localStorage.removeItem(DRAFT);
}

function submit(event) {
  event?.preventDefault();
  const words = text.value.trim();
  if (!words && !tray.files.length) return;
  const files = tray.take();
  text.value = "";
  ready();
  send(words, { files, about });
  talkAbout(null);
  text.focus();
}

function online(on) {
  find("banner").hidden = on;
  find("state").textContent = say(on ? "online" : "offline");
  find("state").classList.toggle("off", !on);
}

function heard(message) {
  const fresh = log.add(message);
  welcome.hidden = true;
  if (message.sender === "me" || !fresh) return;
  replies += 1;
  log.setTyping(false);
  if (document.hidden) document.title = `(${(unseen += 1)}) ${TITLE}`;
}

function seen() {
  if (document.hidden) return;
  unseen = 0;
  document.title = TITLE;
}

async function fetchHistory(before = "") {
  const response = await fetch(`/api/chat/history${before && `?before=${encodeURIComponent(before)}`}`);
  if (!response.ok) throw new Error(response.status);
  return response.json();
}

function offerOlder(cursor) {
  const button = el("button", { type: "button", class: "button" }, say("older"));
  const row = el("li", { class: "day" }, button);
  button.addEventListener("click", async () => {
    button.disabled = true;
    const older = await fetchHistory(cursor).catch(() => null);
    if (!older) return void (button.disabled = false);
    const first = row.nextElementSibling;
    row.remove();
    for (const message of older.messages) log.add({ ...message, choices: [] }, { old: true, before: first });
    if (older.before) offerOlder(older.before);
  });
  find("log").prepend(row);
}

/** Messages of an earlier visit: those the server knows are forgotten, the others are sent now. */
function resume(messages) {
  const accepted = new Set(messages.map((message) => message.client_id));
  for (const entry of left()) {
    if (accepted.has(entry.id)) {
      forget(entry.id);
    } else {
      log.pending(entry);
      if (entry.hadFiles) {
        forget(entry.id);
        log.failed(entry.id, say("file.again"), () => backToComposer(entry));
      } else {
        outbox.add(entry);
      }
    }
  }
}

function loading() {
  const bones = el("div", { class: "loading", role: "status", "aria-label": say("loading") }, el("i"), el("i"), el("i"));
  const timer = setTimeout(() => find("log").before(bones), 300);
  return () => {
    clearTimeout(timer);
    bones.remove();
  };
}

async function start() {
  const done = loading();
  try {
    const history = await fetchHistory();
    const list = find("log");
    list.setAttribute("aria-busy", "true");
    history.messages.forEach((message) => log.add(message, { old: true }));
    if (history.before) offerOlder(history.before);
    resume(history.messages);
    list.removeAttribute("aria-busy");
    welcome.hidden = !log.empty;
    log.toEnd();
    new Stream({ heard, state: online, last: history.last }).open();
  } catch {
    const again = el("button", { type: "button", class: "button", onclick: () => (notice.remove(), start()) }, say("again"));
    const notice = el("div", { class: "notice danger", role: "alert" }, icon("alert"), el("div", {}, el("p", {}, say("history.failed")), again));
    find("log").before(notice);
  } finally {
    done();
  }
}

find("composer").addEventListener("submit", submit);
find("no-about").addEventListener("click", () => {
  talkAbout(null);
  text.focus();
});
text.addEventListener("input", ready);
text.addEventListener("keydown", (event) => {
  const typed = event.key === "Enter" && !event.shiftKey && !event.isComposing;
  if (typed && !matchMedia("(pointer: coarse)").matches) submit(event);
});
for (const button of document.querySelectorAll(".start")) {
  button.addEventListener("click", () => choose({ id: button.dataset.choice, label: button.dataset.label }));
}
document.addEventListener("visibilitychange", seen);
text.value = localStorage.getItem(DRAFT) ?? "";
ready();
online(navigator.onLine);
start();
