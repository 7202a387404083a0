// What the person typed and the server has not yet accepted: kept in this browser, sent in order,
// each under its own id, so that a repeat is absorbed and nothing is lost.

import { say } from "./dom.js";

const PREFIX = "loket.out.";
const LATER = [1000, 2000, 5000, 10000, 30000];

function keep(entry) {
  const { files, ...rest } = entry;
  const kept = JSON.stringify({ ...rest, hadFiles: Boolean(files?.length || rest.hadFiles) });
  try {
    localStorage.setItem(PREFIX + entry.id, kept);
  } catch {
    // a full or forbidden storage: the message still goes out as long as the page is open
  }
}

export const forget = (id) => localStorage.removeItem(PREFIX + id);

/** Entries left by an earlier visit, oldest first. Files cannot be kept: those must be chosen again. */
export function left() {
  const entries = Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => JSON.parse(localStorage.getItem(key)));
  return entries.sort((a, b) => a.at - b.at);
}

function post(entry, progress, started) {
  const request = new XMLHttpRequest();
  request.open("POST", "/api/chat");
  request.responseType = "json";
  request.timeout = entry.files?.length ? 0 : 20000;
  const answer = new Promise((resolve) => {
    request.onload = () => resolve({ status: request.status, body: request.response ?? {}, wait: Number(request.getResponseHeader("Retry-After")) });
    request.onerror = () => resolve({ status: 0 });
    request.ontimeout = () => resolve({ status: 0 });
    request.onabort = () => resolve({ status: -1 });
  });
  started(() => request.abort());
  const { id, text, choice } = entry;
  if (entry.files?.length) {
    const form = new FormData();
    form.append("message", JSON.stringify({ id, text, choice }));
    for (const file of entry.files) form.append("files", file, file.name);
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.send(form);
  } else {
    request.setRequestHeader("Content-Type", "application/json");
    request.send(JSON.stringify({ id, text, choice }));
  }
  return answer;
}

/** `shown`: {sending, waiting, accepted, failed, progress}, each called with the entry's id. */
export class Outbox {
  constructor(shown) {
    this.shown = shown;
    this.queue = [];
    this.misses = 0;
    this.busy = false;
    addEventListener("online", () => this.hurry());
  }

  add(entry) {
    keep(entry);
    this.queue.push(entry);
    if (this.timer) this.shown.waiting(entry.id, null);
    this.run();
  }

  hurry() {
    clearTimeout(this.timer);
    this.timer = null;
    this.run();
  }

  cancel(id) {
    const entry = this.queue.find((one) => one.id === id);
    this.drop(id);
    entry?.abort?.();
  }

  drop(id) {
    forget(id);
    this.queue = this.queue.filter((one) => one.id !== id);
  }

  async run() {
    if (this.busy || this.timer) return;
    this.busy = true;
    while (this.queue.length && !this.timer) await this.sendFirst();
    this.busy = false;
  }

  async sendFirst() {
    const entry = this.queue[0];
    this.shown.sending(entry.id);
    const answer = await post(entry, (part) => this.shown.progress(entry.id, part), (abort) => (entry.abort = abort));
    if (answer.status === -1) return;
    if (answer.status >= 200 && answer.status < 300) {
      this.misses = 0;
      this.drop(entry.id);
      this.shown.accepted(entry.id, answer.body);
    } else if (answer.status === 0 || answer.status >= 500 || answer.status === 429) {
      this.later(answer);
    } else {
      this.drop(entry.id);
      this.shown.failed(entry, answer.body?.text ?? say("failed"));
    }
  }

  later(answer) {
    const wait = answer.wait ? answer.wait * 1000 : LATER[Math.min(this.misses, LATER.length - 1)];
    this.misses += 1;
    for (const { id } of this.queue) this.shown.waiting(id, answer.status === 429 ? answer.body?.text : null);
    this.timer = setTimeout(() => this.hurry(), wait);
  }
}
