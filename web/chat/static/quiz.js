// A question for the group. Who presses is shown the answer here, on this page alone: nothing is
// sent to the server and nothing is stored.

import { el } from "./dom.js";

const chosen = new Map(); // message id -> place of the option, while the page is open

export function quiz(message) {
  const inner = el("div", { class: "quiz" });
  fill(inner, message);
  return inner;
}

function fill(inner, message) {
  const { options, right, passage, citation } = message.quiz;
  const choice = chosen.get(message.id);
  const done = choice !== undefined;
  const rows = options.map((words, place) => el("button", {
    type: "button",
    class: `act option${done && place === right ? " right" : ""}${done && place === choice && place !== right ? " wrong" : ""}`,
    "data-place": `quiz.${place}`,
    "aria-pressed": done ? `${place === choice}` : null,
    disabled: done,
    text: `${letter(place)}. ${words}`,
    onclick: () => {
      chosen.set(message.id, place);
      fill(inner, message);
      inner.querySelector(".answer")?.focus({ preventScroll: true });
    },
  }));
  const parts = [el("p", { class: "quiz-note", text: "自愿作答，不记名，不统计" }), ...rows];
  if (done) parts.push(answer(options, right, passage, citation, choice === right));
  inner.replaceChildren(...parts);
}

function answer(options, right, passage, citation, knew) {
  const verdict = `${knew ? "答对了。" : ""}正确答案：${letter(right)}. ${options[right]}`;
  return el("div", { class: "answer", role: "status", tabindex: "-1" },
    el("p", { text: verdict }),
    ...(passage ? [el("blockquote", { text: passage })] : []),
    ...(citation ? [el("p", { class: "quiz-source", text: `——${citation}` })] : []));
}

function letter(place) {
  return String.fromCharCode(65 + place);
}
