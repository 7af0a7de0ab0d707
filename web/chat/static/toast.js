// Short lines that go by themselves, and alerts that wait to be read.

import { byId, el } from "./dom.js";

export function toast(text) {
  const line = el("p", { class: "toast", text });
  byId("toasts").append(line);
  setTimeout(() => line.remove(), Math.max(2500, 120 * text.length));
}

export function alertBox(text) {
  byId("alert-text").textContent = text;
  if (!byId("alert").open) byId("alert").showModal();
}
