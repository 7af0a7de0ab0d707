// The live connection: says what it has, gets the rest, sends again what was not acknowledged.

import { randomId } from "./dom.js";

const PING_EVERY = 15000;
const SILENT_FOR = 25000;
const AGAIN_AFTER = 2000;
const NO_SUCH_PERSON = 4001;

export class Link extends EventTarget {
  constructor(store, token) {
    super();
    this.store = store;
    this.token = token;
    this.socket = null;
    this.welcomed = false;
    this.tries = 0;
    this.heard = 0;
    this.presses = new Set();
    this.recovering = false; // something was held: the rest goes one by one, in order
    this.flying = "";
    this.over = false;
    setInterval(() => this.check(), 5000);
    window.addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => this.hurry());
  }

  connect() {
    clearTimeout(this.timer);
    const address = new URL("/chat/live", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    this.socket = socket;
    this.heard = performance.now();
    socket.onopen = () => socket.send(JSON.stringify({
      t: "hello", token: this.token, epoch: this.store.epoch, have: this.store.have(),
    }));
    socket.onmessage = (event) => socket === this.socket && this.take(JSON.parse(event.data));
    socket.onclose = (event) => socket === this.socket && this.closed(event.code);
  }

  closed(code) {
    this.welcomed = false;
    this.socket = null;
    if (code === NO_SUCH_PERSON) {
      this.over = true;
      this.dispatchEvent(new Event("stranger"));
      return;
    }
    this.dispatchEvent(new Event("down"));
    for (const id of this.store.pending.keys()) this.store.hold(id);
    const wait = Math.min(8000, 400 * 2 ** this.tries) * (0.75 + Math.random() / 2);
    this.tries += 1;
    this.timer = setTimeout(() => this.connect(), wait);
  }

  hurry() {
    if (!this.over && !this.socket && document.visibilityState === "visible") {
      this.tries = 0;
      this.connect();
    }
  }

  // A connection that died without a word shows by its silence.
  check() {
    if (!this.socket) return;
    const silent = performance.now() - this.heard;
    if (silent > SILENT_FOR) {
      const dead = this.socket;
      this.socket = null;
      dead.close();
      this.closed(0);
    } else if (silent > PING_EVERY && this.welcomed) {
      this.socket.send(JSON.stringify({ t: "ping" }));
    }
  }

  take(raw) {
    this.heard = performance.now();
    const store = this.store;
    switch (raw.t) {
      case "welcome":
        this.dispatchEvent(new CustomEvent("clock", { detail: raw }));
        store.welcome(raw);
        this.welcomed = true;
        this.tries = 0;
        this.dispatchEvent(new Event("up"));
        this.recovering = store.pending.size > 0;
        this.flying = "";
        for (const event of store.pending.values()) if (event.t === "press") this.presses.add(event.id);
        this.next();
        break;
      case "room":
        store.fill(raw);
        store.tell("all");
        break;
      case "card":
        store.card(raw);
        store.tell("all");
        break;
      case "message":
        store.message(raw);
        break;
      case "ack":
        store.settle(raw.id);
        this.next();
        break;
      case "held":
        store.hold(raw.id);
        this.recovering = true;
        if (this.flying === raw.id) this.flying = "";
        clearTimeout(this.again);
        this.again = setTimeout(() => this.next(), AGAIN_AFTER);
        break;
      case "refused":
        store.settle(raw.id);
        this.next();
        this.dispatchEvent(new CustomEvent("toast", { detail: raw }));
        break;
      case "toast":
        if (raw.text && this.presses.has(raw.id)) {
          this.dispatchEvent(new CustomEvent("toast", { detail: raw }));
          this.presses.delete(raw.id);
        }
        break;
      case "clock":
        this.dispatchEvent(new CustomEvent("clock", { detail: raw }));
        break;
    }
  }

  // Something a person does. It is kept until acknowledged, whatever the connection does.
  act(event) {
    const whole = { id: randomId(), at: Date.now(), ...event };
    if (whole.t === "press") this.presses.add(whole.id);
    const behind = !this.welcomed || this.recovering;
    if (behind) whole.held = true;
    this.store.keep(whole);
    if (!behind) this.send(whole);
    return whole;
  }

  send({ held, at, ...event }) {
    this.socket?.send(JSON.stringify(event));
  }

  // The oldest unacknowledged event goes first; the next only after its acknowledgement.
  next() {
    if (!this.welcomed || !this.recovering) return;
    const [event] = this.store.pending.values();
    if (!event) {
      this.recovering = false;
    } else if (event.id !== this.flying) {
      this.flying = event.id;
      this.send(event);
    }
  }
}
