// The open conversation.

import { bubble, nameOf } from "./bubble.js";
import { byId, el, onDesk, show } from "./dom.js";
import { separator } from "./times.js";

const GAP = 5 * 60 * 1000;
const NEAR = 80;

export class Talk {
  constructor(store, link, fileLink) {
    this.store = store;
    this.link = link;
    this.fileLink = fileLink;
    this.log = byId("log");
    this.room = "";
    this.shown = new Map(); // message id -> element
    this.lastAt = 0;
    this.unseen = 0;
    this.acts = { press: this.press.bind(this), reply: () => {}, menu: () => {} };
    byId("newer").addEventListener("click", () => this.toEnd());
    this.log.addEventListener("scroll", () => this.atEnd() && this.seen());
    document.addEventListener("visibilitychange", () => this.atEnd() && this.seen());
    new ResizeObserver(() => this.stuck && this.toEnd()).observe(this.log);
    // A picture or a film takes its height when it has come; these events do not bubble.
    for (const name of ["load", "loadedmetadata", "error"]) this.log.addEventListener(name, () => this.stuck && this.toEnd(), true);
    store.addEventListener("all", () => this.refresh());
    store.addEventListener("message", ({ detail }) => this.message(detail));
    store.addEventListener("pending", ({ detail }) => this.waiting(detail.event));
    store.addEventListener("settled", ({ detail }) => this.settled(detail.event));
  }

  open(room) {
    this.room = room;
    this.draw();
    this.toEnd();
  }

  refresh() {
    const room = this.store.rooms.get(this.room);
    if (!this.room) return;
    if (!room) {
      location.hash = "";
      return;
    }
    this.title(room);
    if (room.fresh || !this.drawn) this.draw();
    else for (const message of room.messages.values()) this.put(message);
    room.fresh = false;
    if (this.stuck) this.toEnd();
  }

  title(room) {
    byId("talk-title").textContent = room.group ? `${room.title}（${room.people}）` : room.title;
    show(byId("members"), room.group);
  }

  draw() {
    const room = this.store.rooms.get(this.room);
    this.log.replaceChildren();
    this.shown.clear();
    this.lastAt = 0;
    this.drawn = true;
    if (!room) return;
    room.fresh = false;
    this.title(room);
    if (!room.messages.size) this.log.append(el("p", { class: "empty", text: room.group ? "还没有消息。" : "您可以在这里单独和支部助手说话，例如输入：帮助" }));
    for (const message of room.messages.values()) this.put(message);
    for (const event of this.store.waitingIn(this.room)) this.waiting(event);
    this.stuck = true;
  }

  put(message) {
    const old = this.shown.get(message.id);
    if (old && old.dataset.seq === `${message.seq}` && !old.dataset.waiting) return old;
    const element = this.element(message);
    if (old) {
      this.replace(old, element);
    } else {
      this.log.querySelector(".empty")?.remove();
      if (message.at - this.lastAt > GAP || message.at < this.lastAt) {
        this.log.append(el("p", { class: "when" }, el("time", { text: separator(message.at), "data-at": `${message.at}` })));
      }
      this.lastAt = message.at;
      this.log.append(element);
    }
    this.shown.set(message.id, element);
    return element;
  }

  // A day later, today's 10:05 is 昨天 10:05.
  retime() {
    for (const time of this.log.querySelectorAll(".when time")) time.textContent = separator(+time.dataset.at);
  }

  element(message) {
    const event = message.from === this.store.me ? this.pendingOf(message.id) : null;
    const element = bubble(message, {
      mine: message.from === this.store.me,
      group: this.store.rooms.get(this.room).group,
      fileLink: message.file ? this.fileLink(this.room, message.id) : "",
      acts: this.acts,
      state: event?.held ? "正在重新发送" : "",
    });
    element.dataset.seq = `${message.seq}`;
    return element;
  }

  pendingOf(id) {
    return this.store.pending.get(id.slice(this.store.me.length + 1)) || null;
  }

  replace(old, element) {
    const place = old.contains(document.activeElement) ? document.activeElement.dataset.place : null;
    old.replaceWith(element);
    if (place) element.querySelector(`[data-place="${place}"]`)?.focus({ preventScroll: true });
  }

  message({ room, message, known }) {
    if (room !== this.room) return;
    const near = this.atEnd();
    this.put(message);
    const mine = message.from === this.store.me;
    if (near || (mine && !known)) this.toEnd();
    else if (!known) {
      this.unseen += 1;
      this.newer();
    }
    if (!known && !mine) byId("spoken").textContent = `${nameOf(message)}：${message.text || message.file?.name || ""}`;
  }

  // What was said here and has not come back from the server yet.
  waiting(event) {
    if (event.t === "press") {
      this.busy(event, true);
      return;
    }
    if (event.room !== this.room) return;
    const id = this.store.messageId(event);
    const said = this.store.rooms.get(this.room)?.messages.get(id);
    const old = this.shown.get(id);
    const near = this.stuck || !old;
    const element = said ? this.element(said) : this.unsaid(event, id);
    element.dataset.waiting = "yes";
    if (old) this.replace(old, element);
    else {
      this.log.querySelector(".empty")?.remove();
      this.log.append(element);
    }
    this.shown.set(id, element);
    if (near) this.toEnd();
  }

  unsaid(event, id) {
    const message = { id, kind: "talk", at: 0, from: this.store.me, name: this.store.name, text: event.text || "", quote: event.quote };
    if (event.t === "file") message.file = { name: event.name, size: event.size };
    const state = event.held ? "正在重新发送" : "";
    return bubble(message, { mine: true, group: true, fileLink: "", acts: this.acts, state });
  }

  settled(event) {
    if (event.t === "press") {
      this.busy(event, false);
      return;
    }
    const id = this.store.messageId(event);
    const old = this.shown.get(id);
    if (event.room !== this.room || !old) return;
    const said = this.store.rooms.get(this.room)?.messages.get(id);
    if (said) {
      const element = this.element(said);
      this.replace(old, element);
      this.shown.set(id, element);
    } else {
      old.remove();
      this.shown.delete(id);
    }
  }

  press(message, button, target) {
    if (target.getAttribute("aria-busy")) return;
    if (button.start) {
      this.start(button.start);
      return;
    }
    this.link.act({ t: "press", room: this.room, post: message.id, action: button.action });
  }

  // Opens the person's private chat and says /start there.
  start(code) {
    location.hash = `#${this.store.me}`;
    this.link.act({ t: "text", room: this.store.me, text: `/start ${code}` });
  }

  busy(event, on) {
    if (event.room !== this.room) return;
    const buttons = this.shown.get(event.post)?.querySelectorAll(".act") || [];
    for (const button of buttons) {
      if (button.dataset.action !== event.action) continue;
      if (on) button.setAttribute("aria-busy", "true");
      else button.removeAttribute("aria-busy");
    }
  }

  atEnd() {
    const left = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight;
    this.stuck = left < NEAR;
    return this.stuck;
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.stuck = true;
    this.seen();
  }

  seen() {
    this.unseen = 0;
    this.newer();
    const visible = document.visibilityState === "visible" && (onDesk.matches || document.body.classList.contains("talking"));
    if (this.room && visible) this.store.markRead(this.room);
  }

  newer() {
    byId("newer").textContent = `↓ ${this.unseen} 条新消息`;
    show(byId("newer"), this.unseen > 0);
  }
}
