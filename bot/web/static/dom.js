// Small helpers to build nodes. Text always becomes a text node: nothing is ever parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** el("p", {class: "quiet", hidden: true, onclick: fn}, "text", node, null) */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** An icon of the page's own sprite; decoration, so hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export const words = JSON.parse(document.body.dataset.words);
export const settings = JSON.parse(document.body.dataset.settings);

/** The page's words under `key`, with {name} filled in. */
export function say(key, params = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => String(params[name]));
}

/** An id that nobody can guess; works without a secure context too. */
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
