// Files chosen by button, drop or paste; each with name and size, refused in place when it cannot go.

import { el, icon, say, settings } from "./dom.js";
import { bytes } from "./times.js";

function refusal(file, total, count) {
  const kind = file.name.includes(".") ? file.name.split(".").pop().toLowerCase() : "";
  if (file.size === 0) return say("file.empty");
  if (!settings.kinds.includes(kind)) return say("file.kind", { kinds: settings.kinds.join(", ").toUpperCase() });
  if (file.size > settings.max_file) return say("file.large", { limit: bytes(settings.max_file) });
  if (count > settings.max_files) return say("file.many", { limit: settings.max_files });
  if (total > settings.max_body) return say("file.sum", { limit: bytes(settings.max_body) });
  return null;
}

export class Tray {
  constructor(list, changed) {
    this.list = list;
    this.changed = changed;
    this.files = [];
    const picker = document.getElementById("picker");
    document.getElementById("attach").addEventListener("click", () => picker.click());
    picker.addEventListener("change", () => {
      this.add(picker.files);
      picker.value = "";
    });
    document.addEventListener("paste", (event) => {
      if (event.clipboardData.files.length) {
        event.preventDefault();
        this.add(event.clipboardData.files);
      }
    });
    this.dropping();
  }

  dropping() {
    let depth = 0;
    const body = document.body;
    const carries = (event) => event.dataTransfer.types.includes("Files");
    const show = (on) => body.classList.toggle("dropping", on);
    body.addEventListener("dragenter", (event) => carries(event) && show(++depth > 0));
    body.addEventListener("dragleave", (event) => carries(event) && show(--depth > 0));
    body.addEventListener("dragover", (event) => carries(event) && event.preventDefault());
    body.addEventListener("drop", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      depth = 0;
      show(false);
      this.add(event.dataTransfer.files);
    });
  }

  add(files) {
    for (const file of files) {
      const total = this.files.reduce((sum, one) => sum + one.size, file.size);
      const why = refusal(file, total, this.files.length + 1);
      if (!why) this.files.push(file);
      this.list.append(this.row(file, why));
    }
    this.changed();
  }

  row(file, why) {
    const remove = el(
      "button",
      { type: "button", class: "icon-button bare", "aria-label": say("file.remove", { name: file.name }), onclick: () => this.remove(file, row) },
      icon("close"),
    );
    const about = el(
      "div",
      { class: "about" },
      el("b", { title: file.name, dir: "auto" }, file.name),
      el("span", { class: "small quiet" }, bytes(file.size)),
      why ? el("span", { class: "why", role: "alert" }, why) : null,
    );
    const row = el("li", { class: why ? "refused" : "" }, icon(why ? "alert" : "file"), about, remove);
    return row;
  }

  remove(file, row) {
    this.files = this.files.filter((one) => one !== file);
    row.remove();
    this.changed();
    document.getElementById("text").focus();
  }

  /** The files chosen so far; the tray is empty afterwards. */
  take() {
    const { files } = this;
    this.files = [];
    this.list.replaceChildren();
    return files;
  }
}
