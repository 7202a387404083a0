// The bot's light markup as nodes: **bold**, "> " quoted lines, "- " and "1. " lists, links.

import { el } from "./dom.js";

const INLINE = /\*\*([^*]+)\*\*|(https:\/\/[^\s<>"']+[^\s<>"'.,;:!?)])|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g;

function inline(text) {
  const nodes = [];
  let last = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(last, match.index));
    const [whole, bold, link, mail] = match;
    if (bold) nodes.push(el("strong", {}, ...inline(bold)));
    else if (link) nodes.push(el("a", { href: link, rel: "noopener noreferrer", target: "_blank" }, link));
    else nodes.push(el("a", { href: `mailto:${mail}` }, mail));
    last = match.index + whole.length;
  }
  nodes.push(text.slice(last));
  return nodes.filter((node) => node !== "");
}

const KINDS = [
  ["quote", /^>\s?(.*)$/],
  ["ul", /^[-•*]\s+(.*)$/],
  ["ol", /^\d{1,2}[.)]\s+(.*)$/],
];

function kindOf(line) {
  for (const [kind, pattern] of KINDS) {
    const match = line.match(pattern);
    if (match) return [kind, match[1]];
  }
  return [line.trim() ? "p" : "gap", line];
}

/** Lines of one kind that follow each other belong together; an empty line ends a group. */
function group(text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const [kind, words] = kindOf(line);
    const last = groups.at(-1);
    if (last && last.kind === kind) last.lines.push(words);
    else groups.push({ kind, lines: [words], start: parseInt(line, 10) || 1 });
  }
  return groups.filter((one) => one.kind !== "gap");
}

function broken(lines) {
  return lines.flatMap((line, n) => (n ? [el("br"), ...inline(line)] : inline(line)));
}

const BUILD = {
  p: (one) => el("p", {}, ...broken(one.lines)),
  quote: (one) => el("blockquote", {}, markup(one.lines.join("\n"))),
  ul: (one) => el("ul", {}, ...one.lines.map((line) => el("li", {}, ...inline(line)))),
  ol: (one) => el("ol", { start: one.start }, ...one.lines.map((line) => el("li", {}, ...inline(line)))),
};

function fragment(groups) {
  const nodes = document.createDocumentFragment();
  nodes.append(...groups.map((one) => BUILD[one.kind](one)));
  return nodes;
}

/** The text as a DocumentFragment. */
export function markup(text) {
  return fragment(group(text));
}

/** What stands before and after the quoted lines, for which a card stands instead. */
export function around(text) {
  const groups = group(text);
  const first = groups.findIndex((one) => one.kind === "quote");
  const before = first < 0 ? groups : groups.slice(0, first);
  const after = first < 0 ? [] : groups.slice(first).filter((one) => one.kind !== "quote");
  return [fragment(before), fragment(after)];
}
