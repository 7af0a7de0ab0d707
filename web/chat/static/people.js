// Who is in a group; and for admins: making one and adding people.

import { avatar } from "./avatar.js";
import { byId, el, show } from "./dom.js";

export class People {
  constructor(store, toast, headers) {
    Object.assign(this, { store, toast, headers });
    this.mode = "see";
    byId("new-group").addEventListener("click", () => this.choose("", "新建群聊"));
    byId("members").addEventListener("click", () => this.see());
    byId("people-close").addEventListener("click", () => byId("people-dialog").close());
    byId("people-filter").addEventListener("input", (event) => this.filter(event.target.value.trim()));
    byId("people-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.done();
    });
  }

  async ask(path, body) {
    const options = { headers: this.headers() };
    if (body) Object.assign(options, { method: "POST", body: JSON.stringify(body) });
    try {
      const answer = await fetch(path, options);
      if (answer.ok) return await answer.json();
      this.toast(await answer.text());
    } catch {
      this.toast("网络不通，请稍后再试。");
    }
    return null;
  }

  async see() {
    const found = await this.ask(`/chat/rooms/${this.store.open}/people`);
    if (!found) return;
    const room = this.store.rooms.get(this.store.open);
    this.fill(`${room.title}（${found.people.length}）`, found.people, false);
    this.seated = new Set(found.people.map((person) => person.address));
    this.mode = "see";
    byId("people-done").textContent = "添加成员";
    show(byId("people-done"), this.store.admin);
  }

  async choose(room, title) {
    const found = await this.ask("/chat/people");
    if (!found) return;
    const hidden = room ? this.seated : new Set([this.store.me]);
    this.room = room;
    this.mode = "choose";
    this.fill(title, found.people.filter((person) => !hidden.has(person.address)), true);
    show(byId("group-title-row"), !room);
    byId("group-title").value = "";
    byId("people-done").textContent = room ? "添加" : "建群";
    show(byId("people-done"), true);
    byId(room ? "people-filter" : "group-title").focus();
  }

  fill(title, people, choosing) {
    byId("people-title").textContent = title;
    show(byId("group-title-row"), false);
    show(byId("people-filter-row"), people.length > 8);
    byId("people-filter").value = "";
    byId("people-list").replaceChildren(...people.map((person) => el("li", { "data-name": person.name },
      el("label", { class: "person" },
        ...(choosing ? [el("input", { type: "checkbox", value: person.address })] : []),
        avatar(person.name), el("span", { text: person.name })))));
    if (!people.length) byId("people-list").append(el("li", { class: "picker-note", text: "没有可以添加的人。请先发出邀请链接。" }));
    if (!byId("people-dialog").open) byId("people-dialog").showModal();
  }

  filter(words) {
    for (const row of byId("people-list").children) show(row, row.dataset.name?.includes(words) ?? true);
  }

  async done() {
    if (this.mode === "see") {
      await this.choose(this.store.open, "添加成员");
      return;
    }
    const people = [...byId("people-list").querySelectorAll("input:checked")].map((box) => box.value);
    const path = this.room ? `/chat/rooms/${this.room}/people` : "/chat/rooms";
    const made = await this.ask(path, { title: byId("group-title").value, people });
    if (!made) return;
    byId("people-dialog").close();
    if (!this.room) this.open(made.room);
  }

  // The answer may come before the live connection has told of the new room.
  open(room) {
    if (this.store.rooms.has(room)) location.hash = `#${room}`;
    else this.store.addEventListener("all", () => this.open(room), { once: true });
  }
}
