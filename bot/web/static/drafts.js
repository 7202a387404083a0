// What an officer typed and did not send: kept in this tab, so that a reload or a session that ended loses nothing.

const PREFIX = "loket.typed.";
const keyOf = (field) => PREFIX + field.form.getAttribute("action");

function keep(event) {
  const field = event.target;
  if (!field.matches("form[method=post] textarea")) return;
  if (field.value) sessionStorage.setItem(keyOf(field), field.value);
  else sessionStorage.removeItem(keyOf(field));
}

/** After something was done here, what was typed for this page is no longer wanted. */
function forget(path) {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(`${PREFIX}${path}/`)) sessionStorage.removeItem(key);
  }
}

/** Put back what was typed, where one sees it. */
function restore() {
  for (const field of document.querySelectorAll("form[method=post] textarea")) {
    const kept = sessionStorage.getItem(keyOf(field));
    if (!kept || field.value) continue;
    field.value = kept;
    const deed = field.closest("details");
    if (deed) deed.open = true;
  }
}

export function begin() {
  if (new URLSearchParams(location.search).has("said")) forget(location.pathname);
  restore();
  document.addEventListener("input", keep);
  document.querySelector("form.me")?.addEventListener("submit", () => sessionStorage.clear());
}
