// One message as the conversation shows it.

import { avatar } from "./avatar.js";
import { el } from "./dom.js";
import { marked } from "./marks.js";
import { shown } from "./medium.js";
import { quiz } from "./quiz.js";
import { full } from "./times.js";

const BOT = "支部助手";

export function nameOf(message) {
  return message.kind === "bot" ? BOT : message.name;
}

// `acts` says what presses, replies and menus do; `state` is shown while not acknowledged.
export function bubble(message, { mine, group, fileLink, acts, state }) {
  const row = el("article", { class: `message ${mine ? "mine" : "theirs"} ${message.kind}`, id: `m-${message.id}` });
  const name = nameOf(message);
  const body = el("div", { class: "body" });
  if (!mine && group) body.append(el("span", { class: "author", text: name }));
  else body.append(el("span", { class: "spoken", text: `${name}：` }));
  body.append(box(message, fileLink, acts));
  if (message.quote) body.append(quote(message.quote));
  if (state) body.append(el("span", { class: "state", text: state }));
  row.append(avatar(name, message.kind === "bot" ? "bot" : "person"), body);
  if (message.kind === "bot") {
    row.append(el("button", { type: "button", class: "reply", text: "回复", onclick: () => acts.reply(message) }));
    holdable(row, body, message, acts);
  }
  row.title = message.at ? full(message.at) : "";
  return row;
}

function box(message, fileLink, acts) {
  const inner = el("div", { class: "bubble" });
  if (message.file) inner.append(shown(message, fileLink) ?? card(message, fileLink));
  if (message.text) inner.append(el("div", { class: "words" }, ...marked(message.text, message.marks || [])));
  if (message.quiz) inner.append(quiz(message));
  if (message.buttons?.length) inner.append(buttons(message, acts));
  return inner;
}

function buttons(message, acts) {
  const rows = message.buttons.map((row, number) => el("div", { class: "button-row" },
    ...row.map((button, place) => el("button", {
      type: "button",
      class: "act",
      "data-place": `${number}.${place}`,
      "data-action": button.action || `start:${button.start}`,
      text: button.label,
      onclick: (event) => acts.press(message, button, event.currentTarget),
    }))));
  return el("div", { class: "buttons" }, ...rows);
}

function card(message, fileLink) {
  const ending = (message.file.name.match(/\.([A-Za-z0-9]{1,4})$/)?.[1] || "文件").toUpperCase();
  const parts = [
    el("span", { class: "file-text" },
      el("span", { class: "file-name", text: message.file.name }),
      el("span", { class: "file-size", text: message.file.size === null ? "正在上传" : size(message.file.size) })),
    el("span", { class: `file-kind ${kindClass(ending)}`, "aria-hidden": "true", text: ending }),
  ];
  if (!fileLink) return el("span", { class: "file" }, ...parts);
  return el("a", { class: "file", href: fileLink, download: message.file.name }, ...parts);
}

function kindClass(ending) {
  if (/^(XLSX?|CSV)$/.test(ending)) return "sheet";
  if (/^(DOCX?|TXT|MD)$/.test(ending)) return "text";
  return "other";
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function quote(quoted) {
  return el("div", { class: "quoted", text: `${quoted.name}：${quoted.text}` });
}

// A long press (or the context button) on the bot's message opens a menu.
function holdable(row, body, message, acts) {
  const target = body.querySelector(".bubble");
  let timer = 0;
  const stop = () => clearTimeout(timer);
  target.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    stop();
    acts.menu(message, event.clientX, event.clientY);
  });
  target.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch") return;
    stop();
    timer = setTimeout(() => acts.menu(message, event.clientX, event.clientY), 550);
  });
  for (const name of ["pointerup", "pointercancel", "pointermove"]) {
    target.addEventListener(name, (event) => {
      if (name !== "pointermove" || Math.abs(event.movementX) + Math.abs(event.movementY) > 6) stop();
    });
  }
}
