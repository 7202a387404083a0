// The officers' pages work without this: here are the keys, the canned replies, and what changes by itself.

import { begin } from "./drafts.js";

const FIELDS = "input:not([type=hidden], [type=radio], [type=checkbox]), textarea, select";
const live = document.querySelector("#live");
const typing = (target) => target.closest(`${FIELDS}, [contenteditable]`) !== null;
const rows = () => [...document.querySelectorAll("[data-row]")];

function step(by) {
  const links = rows();
  const at = links.indexOf(document.activeElement);
  links[Math.max(0, Math.min(links.length - 1, at < 0 ? 0 : at + by))]?.focus();
}

/** Open a form and stand in it; what needs no form is only stood on. */
function open(deed) {
  if (deed.matches("details")) deed.open = true;
  deed.scrollIntoView({ block: "nearest" });
  const field = deed.querySelector(`form > label:not(.canned) > :is(${FIELDS})`);
  (field ?? deed.querySelector("button"))?.focus();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  a: () => document.querySelector("[data-likely]"),
  r: () => document.querySelector("[data-reply]")?.focus(),
  "?": () => document.querySelector("#keys").showModal(),
  "/": () => document.querySelector("#q")?.focus(),
  q: () => document.querySelector("[data-back]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target)) return;
  const key = event.key.toLowerCase();
  const deed = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!deed && !KEYS[key]) return;
  event.preventDefault();
  const found = deed ?? KEYS[key]();
  if (found) open(found);
});

for (const button of document.querySelectorAll("[data-keys]")) {
  button.hidden = false;
  button.addEventListener("click", KEYS["?"]);
}

function ready(root) {
  for (const label of root.querySelectorAll(".canned")) label.hidden = false;
}

document.addEventListener("change", (event) => {
  const select = event.target.closest("[data-canned]");
  if (!select || !select.value) return;
  const text = select.form.elements.text;
  text.value = text.value ? `${text.value}\n${select.value}` : select.value;
  select.value = "";
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
});

document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || event.defaultPrevented) return;
  if (event.target.dataset.sent) return event.preventDefault();
  event.target.dataset.sent = "yes"; // a second press sends nothing twice
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/** Whether somebody is in the middle of something here that a new page would take away. */
function busy(part) {
  if (part.contains(document.activeElement) && typing(document.activeElement)) return true;
  return part.querySelector("details[open]") !== null;
}

/** Put the new page's part in the place of the old one; the focus stays on its link. */
function renewPart(part, fresh) {
  if (!fresh || busy(part) || part.innerHTML === fresh.innerHTML) return;
  const held = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  part.replaceChildren(...fresh.childNodes);
  ready(part);
  if (held) part.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus();
}

async function renew() {
  const address = new URL(location.href);
  address.searchParams.delete("said");
  const answer = await fetch(address, { headers: { accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#live");
  if (!fresh) return;
  for (const part of live.querySelectorAll("[data-part]")) {
    renewPart(part, fresh.querySelector(`[data-part="${part.dataset.part}"]`));
  }
  live.dataset.stamp = fresh.dataset.stamp;
}

if (live) {
  const source = new EventSource(live.dataset.live);
  source.addEventListener("stamp", (event) => {
    if (event.data !== live.dataset.stamp) renew();
  });
  setInterval(renew, 60_000); // time goes on although nothing is done
}
ready(document);
begin();
