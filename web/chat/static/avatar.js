// A square with the last two characters of a name on a solid colour.

import { el } from "./dom.js";

const COLOURS = 8;

export function avatar(name, kind = "person") {
  const letters = kind === "bot" ? "助手" : initials(name, kind);
  const colour = kind === "bot" ? "bot" : String(hash(name) % COLOURS);
  return el("span", { class: `avatar avatar-${colour}`, "aria-hidden": "true", text: letters });
}

function initials(name, kind) {
  const letters = Array.from(name.trim());
  return (kind === "group" ? letters.slice(0, 2) : letters.slice(-2)).join("") || "？";
}

function hash(name) {
  let value = 7;
  for (const letter of name) value = (value * 31 + letter.codePointAt(0)) % 1000003;
  return value;
}
