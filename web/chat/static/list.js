// The list of chats: last line, time, unread marks.

import { avatar } from "./avatar.js";
import { nameOf } from "./bubble.js";
import { byId, el, show } from "./dom.js";
import { nameOfKind } from "./medium.js";
import { brief } from "./times.js";

export class List {
  constructor(store) {
    this.store = store;
    this.drawSoon = this.drawSoon.bind(this);
    for (const name of ["all", "message", "read"]) store.addEventListener(name, this.drawSoon);
  }

  drawSoon() {
    if (this.due) return;
    this.due = true;
    queueMicrotask(() => {
      this.due = false;
      this.draw();
    });
  }

  draw() {
    const store = this.store;
    byId("me").replaceChildren(avatar(store.name), el("span", { class: "me-name", text: store.name }));
    show(byId("new-group"), store.admin);
    const focused = document.activeElement?.closest?.("#list a")?.hash;
    byId("list").replaceChildren(...store.ordered().map((room) => this.row(room)));
    if (focused) byId("list").querySelector(`a[href="${CSS.escape(focused)}"], a[href="${focused}"]`)?.focus();
    this.count();
  }

  row(room) {
    const last = this.store.last(room.room);
    const unread = this.store.unread(room.room);
    const row = el("a", { class: "chat", href: `#${room.room}`, "aria-current": room.room === this.store.open ? "true" : null },
      el("span", { class: "chat-face" }, avatar(room.title, room.group ? "group" : "bot"),
        ...(unread ? [el("span", { class: "badge", text: unread > 99 ? "99+" : `${unread}`, "aria-hidden": "true" })] : [])),
      el("span", { class: "chat-text" },
        el("span", { class: "chat-top" },
          el("span", { class: "chat-title", text: room.title }),
          el("span", { class: "chat-when", text: last ? brief(last.at) : "" })),
        el("span", { class: "chat-last", text: last ? line(last, room, this.store.me) : "还没有消息" }),
        ...(unread ? [el("span", { class: "spoken", text: `，${unread} 条未读` })] : [])));
    return el("li", {}, row);
  }

  count() {
    let elsewhere = 0;
    let all = 0;
    for (const address of this.store.rooms.keys()) {
      const unread = this.store.unread(address);
      all += unread;
      if (address !== this.store.open) elsewhere += unread;
    }
    byId("back-count").textContent = elsewhere ? `${elsewhere > 99 ? "99+" : elsewhere}` : "";
    document.title = all ? `（${all}）支部聊天` : "支部聊天";
  }
}

function line(message, room, me) {
  const words = message.text.replace(/\s+/g, " ").slice(0, 60) || (message.file ? `［${nameOfKind(message.file)}］${message.file.name}` : "");
  return room.group && message.from !== me ? `${nameOf(message)}：${words}` : words;
}
