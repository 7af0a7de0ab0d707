// The send box: words, a reply's quote, files.

import { byId, onDesk, randomId, show } from "./dom.js";

const LIMIT = 20 * 1024 * 1024;
const TALLEST = 8; // lines

export class Composer {
  constructor(store, link, talk, toast, headers) {
    Object.assign(this, { store, link, talk, toast, headers });
    this.words = byId("words");
    this.reply = null;
    this.drafts = new Map();
    this.composing = false;
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.words.addEventListener("input", () => this.fit());
    this.words.addEventListener("keydown", (event) => this.key(event));
    this.words.addEventListener("compositionstart", () => (this.composing = true));
    this.words.addEventListener("compositionend", () => (this.composing = false));
    this.words.addEventListener("paste", (event) => this.paste(event));
    byId("quote-drop").addEventListener("click", () => this.quote(null));
    byId("attach").addEventListener("click", () => byId("file").click());
    byId("file").addEventListener("change", (event) => this.file(event.target));
    talk.acts.reply = (message) => this.quote(message);
  }

  open(room) {
    if (this.room) this.drafts.set(this.room, this.words.value);
    this.room = room;
    this.words.value = this.drafts.get(room) || "";
    this.quote(null, false);
    this.fit();
    if (onDesk.matches) this.words.focus({ preventScroll: true });
  }

  // Enter that ends the choice of a Chinese word must not send.
  key(event) {
    if (event.key === "Escape" && this.reply) this.quote(null);
    if (event.key !== "Enter" || event.shiftKey) return;
    if (event.isComposing || this.composing || event.keyCode === 229) return;
    event.preventDefault();
    this.send();
  }

  send() {
    const text = this.words.value.trim();
    if (!text || !this.room) return;
    const event = { t: "text", room: this.room, text };
    if (this.reply) Object.assign(event, { reply_to: this.reply.id, quote: this.quoted() });
    this.link.act(event);
    this.words.value = "";
    this.quote(null);
    this.fit();
    this.words.focus();
  }

  quoted() {
    return { name: "支部助手", text: Array.from(this.reply.text.replace(/\s+/g, " ")).slice(0, 60).join("") };
  }

  quote(message, focus = true) {
    this.reply = message;
    show(byId("quote-bar"), Boolean(message));
    if (message) byId("quote-text").textContent = `回复 支部助手：${message.text.replace(/\s+/g, " ") || message.file?.name || ""}`;
    if (focus) this.words.focus();
  }

  fit() {
    this.words.style.height = "auto";
    const line = parseFloat(getComputedStyle(this.words).lineHeight);
    this.words.style.height = `${Math.min(this.words.scrollHeight + 2, line * TALLEST)}px`;
    byId("send").classList.toggle("ready", Boolean(this.words.value.trim()));
  }

  paste(event) {
    const file = event.clipboardData?.files?.[0];
    if (!file) return;
    event.preventDefault();
    this.upload(file);
  }

  file(input) {
    const file = input.files[0];
    input.value = "";
    if (file) this.upload(file);
  }

  async upload(file) {
    const room = this.room;
    if (file.size > LIMIT) {
      this.toast(`文件太大：最多 ${LIMIT / 1024 / 1024} MB。`);
      return;
    }
    const caption = this.words.value.trim();
    const reply = this.reply;
    const waiting = { t: "file", id: randomId(), room, name: file.name, size: null };
    this.talk.waiting(waiting);
    try {
      const answer = await fetch("/chat/upload", { method: "POST", body: file, headers: this.headers() });
      if (!answer.ok) throw new Error(await answer.text());
      const { ref, size } = await answer.json();
      const event = { ...waiting, ref, size, text: caption };
      if (reply) event.reply_to = reply.id;
      if (this.room === room && this.words.value.trim() === caption) this.words.value = "";
      this.quote(null);
      this.fit();
      this.link.act(event);
    } catch (error) {
      this.talk.settled(waiting);
      this.toast(error instanceof TypeError ? "文件没有传上去，请检查网络后重试。" : error.message);
    }
  }
}
