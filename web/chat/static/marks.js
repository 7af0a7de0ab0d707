// Bold and quoted runs. Offsets count characters, not UTF-16 units.

import { el } from "./dom.js";

export function marked(text, marks) {
  const letters = Array.from(text);
  const quotes = merged(marks.filter(([, , kind]) => kind === "quote"));
  const bolds = merged(marks.filter(([, , kind]) => kind === "bold"));
  const pieces = [];
  let at = 0;
  for (const [start, end] of quotes) {
    pieces.push(...inline(letters, bolds, at, trimEnd(letters, at, start)));
    pieces.push(el("blockquote", {}, ...inline(letters, bolds, start, trimEnd(letters, start, end))));
    // A block stands on its own line already.
    at = letters[end] === "\n" ? end + 1 : end;
  }
  pieces.push(...inline(letters, bolds, at, letters.length));
  return pieces;
}

function trimEnd(letters, start, end) {
  return end > start && letters[end - 1] === "\n" ? end - 1 : end;
}

function inline(letters, bolds, start, end) {
  const pieces = [];
  let at = start;
  for (const [from, to] of bolds) {
    const left = Math.max(from, at);
    const right = Math.min(to, end);
    if (left >= right) continue;
    if (left > at) pieces.push(letters.slice(at, left).join(""));
    pieces.push(el("strong", { text: letters.slice(left, right).join("") }));
    at = right;
  }
  if (at < end) pieces.push(letters.slice(at, end).join(""));
  return pieces;
}

function merged(marks) {
  const sorted = marks.map(([start, end]) => [start, end]).sort((a, b) => a[0] - b[0]);
  const result = [];
  for (const [start, end] of sorted) {
    const last = result[result.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else if (end > start) result.push([start, end]);
  }
  return result;
}
