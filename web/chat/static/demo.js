// The demo: whose phone this window is, and the clock that can be moved.

import { avatar } from "./avatar.js";
import { byId, el, show } from "./dom.js";
import { asInput, dated, fromInput, present } from "./times.js";

const KEPT = "phone";

// The phone this window holds; asks for one where it holds none.
export async function takePhone() {
  const asked = new URLSearchParams(location.search);
  let held = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  if (asked.has("pick")) held = null;
  if (held && !asked.has("phone")) return held;
  const { people } = await (await fetch("/chat/demo")).json();
  const named = people.find((person) => person.address === asked.get("phone"));
  const phone = named || await pick(people);
  sessionStorage.setItem(KEPT, JSON.stringify(phone));
  history.replaceState(null, "", "/chat" + location.hash);
  return phone;
}

function pick(people) {
  show(byId("picker"), true);
  document.title = "演示：拿起谁的手机";
  return new Promise((chosen) => {
    byId("picker-people").replaceChildren(...people.map((person) => el("li", { class: "picker-person" },
      el("button", { type: "button", class: "picker-choice", onclick: () => {
        show(byId("picker"), false);
        chosen(person);
      } }, avatar(person.name), el("span", { class: "picker-text" },
        el("span", { class: "picker-name", text: person.name }),
        el("span", { class: "picker-duties", text: person.duties }))),
      el("a", { class: "picker-other", href: `/chat?phone=${encodeURIComponent(person.address)}`, target: "_blank", rel: "noopener", text: "新窗口", "aria-label": `在新窗口拿起${person.name}的手机` }))));
  });
}

export function dropPhone() {
  sessionStorage.removeItem(KEPT);
  location.assign("/chat?pick");
}

export function demoBar(toast) {
  show(byId("demo-bar"), true);
  const tick = () => (byId("demo-now").textContent = dated(present()));
  setInterval(tick, 1000);
  tick();
  byId("demo-more").addEventListener("click", (event) => {
    const open = byId("demo-bar").classList.toggle("more");
    event.currentTarget.setAttribute("aria-expanded", String(open));
  });
  byId("demo-change").addEventListener("click", dropPhone);
  byId("demo-next").addEventListener("click", () => move("/chat/demo/next", {}, toast));
  byId("demo-set").addEventListener("click", () => {
    byId("clock-at").value = asInput(present());
    byId("clock-at").min = asInput(present());
    byId("clock-dialog").showModal();
  });
  byId("clock-close").addEventListener("click", () => byId("clock-dialog").close());
  byId("clock-form").addEventListener("submit", () => move("/chat/demo/clock", { at: fromInput(byId("clock-at").value) }, toast));
  return { said: (text) => {
    tick();
    if (text) byId("demo-said").textContent = text;
  } };
}

async function move(path, body, toast) {
  byId("demo-next").disabled = true;
  try {
    const answer = await fetch(path, { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) toast(await answer.text());
  } catch {
    toast("演示程序没有回应，请看它是否还在运行。");
  } finally {
    byId("demo-next").disabled = false;
  }
}
