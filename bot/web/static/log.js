// The conversation on the page: messages in order, each once, newest in view.

import { summaryCard, ticketCard } from "./cards.js";
import { el, icon, say } from "./dom.js";
import { around, markup } from "./markup.js";
import { bytes, clock, dayName, sameDay } from "./times.js";

const NEAR = 120;

function attachment(file) {
  const what = [icon("file"), el("span", { title: file.name, dir: "auto" }, file.name), file.size ? el("span", { class: "small" }, bytes(file.size)) : null];
  if (!file.url) return el("span", { class: "attachment" }, ...what);
  return el("a", { class: "attachment", href: file.url, download: true }, icon("download"), ...what.slice(1));
}

/** The line on privacy stands above the question, which comes last. */
function inOrder(parts) {
  return [...parts.filter((part) => part.key === "privacy"), ...parts.filter((part) => part.key !== "privacy")];
}

export class Log {
  /** `hooks`: choose({id, label}), edit(line), act(action, ticket). */
  constructor(list, scroller, hooks) {
    Object.assign(this, { list, scroller, hooks });
    this.known = new Map();
    this.newer = document.getElementById("newer");
    this.newer.addEventListener("click", () => this.toEnd());
    this.stuck = true;
    this.last = 0;
    scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.stuck && this.toEnd()).observe(scroller);
  }

  /** Scrolling up leaves the end; coming back to it follows again. */
  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    const near = scrollHeight - scrollTop - clientHeight < NEAR;
    if (near) this.newer.hidden = true;
    if (near || scrollTop < this.last) this.stuck = near;
    this.last = scrollTop;
  }

  toEnd() {
    this.newer.hidden = true;
    this.stuck = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** The end, or the beginning of a message that is taller than the page. */
  follow(node) {
    this.toEnd();
    const top = node.offsetTop - 12;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    this.last = this.scroller.scrollTop;
  }

  get empty() {
    return this.known.size === 0;
  }

  /** A message of the server. Returns false when it is already on the page. */
  add(message, { old = false, before = null } = {}) {
    if (message.client_id && this.known.has(message.client_id)) {
      this.accepted(message.client_id, message.at);
      this.asKept(message);
      return false;
    }
    const id = message.client_id ?? message.id;
    if (this.known.has(id)) return false;
    const node = message.sender === "me" ? this.mine(message) : this.theirs(message);
    this.place(id, node, message.at, { old, before });
    return true;
  }

  place(id, node, at, { old = false, before = null, own = false }) {
    if (!old) node.classList.add("fresh");
    node.dataset.at = at;
    this.known.set(id, node);
    if (before) before.before(node);
    else if (this.typing) this.typing.before(node);
    else this.list.append(node);
    this.days(node);
    if (old) return;
    if (this.stuck || own) this.follow(node);
    else this.newer.hidden = false;
  }

  /** A line with the day before the first message of each day. */
  days(node) {
    const last = node.previousElementSibling;
    if (!last?.dataset.at || !sameDay(last.dataset.at, node.dataset.at)) {
      if (last?.classList.contains("day")) return;
      node.before(el("li", { class: "day" }, dayName(node.dataset.at)));
    }
  }

  mine(message) {
    return el(
      "li",
      { class: "message mine" },
      el("span", { class: "visually-hidden" }, say("you")),
      message.about ? el("div", { class: "small quiet" }, say("about_ticket", { number: message.about })) : null,
      message.text ? el("div", { class: "bubble" }, message.text) : null,
      ...(message.files ?? []).map(attachment),
      el("div", { class: "meta" }, el("time", { datetime: message.at }, clock(message.at))),
    );
  }

  theirs(message) {
    this.closeChoices();
    const by = message.sender === "officer" ? say("officer") : say("bot");
    const node = el(
      "li",
      { class: `message ${message.sender}` },
      el("span", { class: "visually-hidden" }, by),
      ...inOrder(message.parts).flatMap((part) => this.part(part)),
      el("div", { class: "meta" }, message.sender === "officer" ? `${by} · ` : null, el("time", { datetime: message.at }, clock(message.at))),
    );
    if (message.choices.length) node.append(this.choices(message));
    return node;
  }

  part(part) {
    if (part.key === "privacy") return [el("p", { class: "privacy" }, icon("lock"), el("span", {}, part.text))];
    const bubble = (words) => (words.childNodes.length ? el("div", { class: "bubble" }, words) : null);
    const [before, after] = part.lines ? around(part.text) : [markup(part.text), markup("")];
    return [
      bubble(before),
      part.lines && summaryCard(part.title ?? say("summary"), part.lines, (line) => this.hooks.edit(line)),
      bubble(after),
      part.ticket && ticketCard(part.ticket, this.hooks.act),
      ...part.files.map(attachment),
    ].filter(Boolean);
  }

  choices(message) {
    const rating = message.rating;
    const chips = message.choices.map((choice, n) =>
      el(
        "button",
        { type: "button", class: n === 0 && message.confirm ? "chip main" : "chip", onclick: () => this.hooks.choose(choice) },
        rating ? el("b", {}, String(n + 1)) : null,
        rating ? choice.label.replace(/^\d\W*/, "") : choice.label,
      ),
    );
    return el("div", { class: rating ? "choices rating" : "choices", role: "group", "aria-label": say("choices") }, ...chips);
  }

  /** Quick choices and edit marks are gone once the conversation went on. */
  closeChoices() {
    for (const node of this.list.querySelectorAll(".choices, .summary .edit")) node.remove();
  }

  /** The person's own message before the server has it. */
  pending(entry) {
    this.closeChoices();
    const files = (entry.files ?? []).map(({ name, size }) => ({ name, size }));
    const at = new Date(entry.at).toISOString();
    this.place(entry.id, this.mine({ ...entry, files, at }), at, { own: true });
  }

  meta(id, failed, ...content) {
    const node = this.known.get(id);
    if (!node) return;
    node.querySelector("progress")?.remove();
    const meta = node.querySelector(".meta");
    meta.classList.toggle("failed", failed);
    meta.replaceChildren(...content);
  }

  sending(id, cancel) {
    const stop = cancel && el("button", { type: "button", onclick: cancel }, say("cancel"));
    this.meta(id, false, icon("clock"), say("sending"), ...(stop ? [stop] : []));
  }

  waiting(id, why) {
    this.meta(id, false, icon("clock"), why ?? say("kept"));
  }

  /** The server has it, and says when it came. */
  accepted(id, at) {
    this.meta(id, false, el("time", { datetime: at }, clock(at)), icon("check"), el("span", { class: "visually-hidden" }, say("sent")));
  }

  /** A secret that was typed is masked before it is kept: the page shows no more than that. */
  asKept({ client_id: id, text }) {
    const bubble = this.known.get(id).querySelector(".bubble");
    if (bubble && bubble.textContent !== text) bubble.textContent = text;
  }

  failed(id, why, again) {
    this.meta(id, true, icon("alert"), why, el("button", { type: "button", onclick: again }, say("edit_again")));
  }

  progress(id, part) {
    const node = this.known.get(id);
    if (!node) return;
    const bar = node.querySelector("progress") ?? el("progress", { max: 1, "aria-label": say("uploading") });
    if (!bar.isConnected) node.append(bar);
    bar.value = part;
  }

  remove(id) {
    this.known.get(id)?.remove();
    this.known.delete(id);
  }

  /** The sign that an answer is being written; nothing is shown for a quick one. */
  setTyping(on) {
    clearTimeout(this.timer);
    if (!on) {
      this.typing?.remove();
      this.typing = null;
    } else if (!this.typing) {
      this.timer = setTimeout(() => this.showTyping(), 300);
    }
  }

  showTyping() {
    const dots = el("div", { class: "bubble typing", role: "img", "aria-label": say("typing") }, el("i"), el("i"), el("i"));
    this.typing = el("li", { class: "message" }, dots);
    this.list.append(this.typing);
    if (this.stuck) this.toEnd();
    this.timer = setTimeout(() => this.setTyping(false), 20000);
  }
}
