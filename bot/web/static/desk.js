// The officers' pages work without this: here are the keys, the canned replies, and what changes by itself.

const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
const rows = () => [...document.querySelectorAll("[data-row]")];

function step(by) {
  const links = rows();
  const at = links.indexOf(document.activeElement);
  links[Math.max(0, Math.min(links.length - 1, at < 0 ? 0 : at + by))]?.focus();
}

function open(details) {
  details.open = true;
  details.scrollIntoView({ block: "nearest" });
  details.querySelector("textarea, select, input:not([type=hidden])")?.focus();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  "?": () => document.querySelector("#keys")?.showModal(),
  "/": () => document.querySelector("#q")?.focus(),
  q: () => document.querySelector("[data-back]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target)) return;
  const key = event.key.toLowerCase();
  const details = document.querySelector(`details[data-key="${CSS.escape(key)}"]`);
  if (!details && !KEYS[key]) return;
  event.preventDefault();
  if (details) open(details);
  else KEYS[key]();
});

function ready(root) {
  for (const label of root.querySelectorAll(".canned")) label.hidden = false;
}

document.addEventListener("change", (event) => {
  const select = event.target.closest("[data-canned]");
  if (!select || !select.value) return;
  const text = select.form.elements.text;
  text.value = text.value ? `${text.value}\n${select.value}` : select.value;
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

/** Whether somebody is in the middle of something that a new page would take away. */
function busy(live) {
  if (live.querySelector("details[open]")) return true;
  return [...live.querySelectorAll("textarea")].some((text) => text.value !== "");
}

async function renew() {
  const live = document.querySelector("#live");
  if (!live || busy(live)) return;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#live");
  if (!fresh || busy(live)) return;
  const held = document.activeElement?.getAttribute("href");
  const sieve = live.querySelector(".sieve input:checked")?.value;
  live.replaceChildren(...fresh.childNodes);
  live.dataset.stamp = fresh.dataset.stamp;
  ready(live);
  if (sieve) live.querySelector(`.sieve input[value="${CSS.escape(sieve)}"]`).checked = true;
  if (held) live.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus();
}

const live = document.querySelector("#live");
if (live) {
  const source = new EventSource(live.dataset.live);
  source.addEventListener("stamp", (event) => {
    if (event.data !== live.dataset.stamp) renew();
  });
  setInterval(renew, 60_000); // time goes on although nothing is done
}
ready(document);
