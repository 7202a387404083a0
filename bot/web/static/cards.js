// A summary to confirm, and a ticket: cards of labels and values.

import { el, icon, say } from "./dom.js";

function line(label, value, edit = null) {
  return el(
    "div",
    { class: "line" },
    el("dt", {}, label),
    el("dd", { class: "value" }, value),
    edit && el("dd", { class: "edit" }, edit),
  );
}

/** `lines`: [{field, label, value}]; `edit(line)` is null once the summary is no longer open. */
export function summaryCard(title, lines, edit) {
  const mark = (one) =>
    el(
      "button",
      { type: "button", class: "icon-button bare", "aria-label": say("edit", one), title: say("edit", one), onclick: () => edit(one) },
      icon("edit"),
    );
  return el(
    "section",
    { class: "card summary", "aria-label": say("summary") },
    el("header", {}, icon("list"), el("h2", {}, title)),
    el("dl", {}, ...lines.map((one) => line(one.label, one.value, edit && one.field ? mark(one) : null))),
  );
}

async function copyNumber(button, number, note) {
  try {
    await navigator.clipboard.writeText(number);
  } catch {
    const range = document.createRange();
    range.selectNodeContents(button.firstChild);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    document.execCommand("copy");
  }
  note.textContent = say("copied");
  setTimeout(() => (note.textContent = ""), 3000);
}

function numberButton(number) {
  const note = el("span", { class: "small quiet", role: "status" });
  const button = el(
    "button",
    { type: "button", class: "number", "aria-label": say("copy", { number }), onclick: () => copyNumber(button, number, note) },
    el("span", {}, number),
    icon("copy"),
  );
  return [button, note];
}

function outstanding(names) {
  return el("ul", { class: "outstanding" }, ...names.map((name) => el("li", {}, name)));
}

const ACTIONS = { add_file: "clip", ask: "chat", reopen: "undo" };

/** `ticket` as in GET /api/chat/tickets; `act(action, ticket)` for what the person may do now. */
export function ticketCard(ticket, act) {
  const buttons = ticket.actions.map((action) =>
    el("button", { type: "button", class: "button", onclick: () => act(action, ticket) }, icon(ACTIONS[action]), say(`act.${action}`)),
  );
  const due = ticket.due ? el("span", { class: `due ${ticket.due_state}` }, ticket.due) : el("span", { class: "quiet" }, ticket.no_due);
  return el(
    "article",
    { class: "card ticket", "aria-label": say("ticket", ticket) },
    el("header", {}, ...numberButton(ticket.number), el("span", { class: `status ${ticket.tone}` }, ticket.status)),
    el(
      "dl",
      {},
      line(say("service"), ticket.service),
      ticket.summary ? line(say("about"), ticket.summary) : null,
      line(say("due"), due),
      ticket.outstanding.length ? line(say("outstanding"), outstanding(ticket.outstanding)) : null,
    ),
    buttons.length ? el("footer", {}, ...buttons) : null,
  );
}
