// What this window knows: rooms, their messages, what is unread, what is not acknowledged yet.

export class Store extends EventTarget {
  constructor() {
    super();
    this.me = "";
    this.name = "";
    this.admin = false;
    this.epoch = "";
    this.rooms = new Map();
    this.pending = new Map();
    this.open = "";
    this.readKey = "";
    this.read = {};
    this.pendingKey = "";
  }

  welcome(raw) {
    this.me = raw.me;
    this.name = raw.name;
    this.admin = raw.admin;
    this.epoch = raw.epoch;
    this.readKey = `read:${raw.installation}:${raw.me}`;
    this.pendingKey = `pending:${raw.installation}:${raw.me}`;
    this.read = load(localStorage, this.readKey, {});
    if (!this.pending.size) {
      for (const event of load(sessionStorage, this.pendingKey, [])) this.pending.set(event.id, event);
    }
    const kept = new Set(raw.rooms.map((room) => room.room));
    for (const room of this.rooms.keys()) if (!kept.has(room)) this.rooms.delete(room);
    for (const room of raw.rooms) this.fill(room);
    this.tell("all");
  }

  fill(raw) {
    let room = this.rooms.get(raw.room);
    if (!room) this.rooms.set(raw.room, (room = { messages: new Map(), seq: 0 }));
    this.card(raw);
    if (raw.reset) room.messages.clear();
    for (const message of raw.messages) room.messages.set(message.id, message);
    room.seq = raw.seq;
    room.fresh = raw.reset;
  }

  card(raw) {
    const room = this.rooms.get(raw.room);
    if (room) Object.assign(room, { room: raw.room, title: raw.title, people: raw.people, group: raw.group });
  }

  message(raw) {
    const room = this.rooms.get(raw.room);
    if (!room) return;
    const known = room.messages.has(raw.message.id);
    room.messages.set(raw.message.id, raw.message);
    room.seq = Math.max(room.seq, raw.message.seq);
    this.tell("message", { room: raw.room, message: raw.message, known });
  }

  have() {
    const seen = {};
    for (const [address, room] of this.rooms) seen[address] = room.seq;
    return seen;
  }

  // Events that a person caused, kept until the server has them for good.
  keep(event) {
    this.pending.set(event.id, event);
    this.savePending();
    this.tell("pending", { event });
  }

  settle(id) {
    const event = this.pending.get(id);
    if (!event) return;
    this.pending.delete(id);
    this.savePending();
    this.tell("settled", { event });
  }

  hold(id) {
    const event = this.pending.get(id);
    if (event && !event.held) {
      event.held = true;
      this.tell("pending", { event });
    }
  }

  savePending() {
    if (this.pendingKey) save(sessionStorage, this.pendingKey, [...this.pending.values()]);
  }

  messageId(event) {
    return `${this.me}:${event.id}`;
  }

  waitingIn(address) {
    return [...this.pending.values()].filter((event) => event.room === address && event.t !== "press");
  }

  last(address) {
    const messages = [...this.rooms.get(address).messages.values()];
    return messages[messages.length - 1] || null;
  }

  unread(address) {
    const messages = [...this.rooms.get(address).messages.values()];
    const mark = this.read[address];
    let from = mark ? messages.findIndex((message) => message.id === mark.id) : -1;
    const later = from >= 0 ? messages.slice(from + 1)
      : messages.filter((message) => !mark || message.at > mark.at);
    return later.filter((message) => message.from !== this.me).length;
  }

  markRead(address) {
    const last = this.rooms.has(address) ? this.last(address) : null;
    if (!last || this.read[address]?.id === last.id) return;
    // Another window of the same person may have read elsewhere meanwhile.
    this.read = { ...load(localStorage, this.readKey, {}), [address]: { id: last.id, at: last.at } };
    save(localStorage, this.readKey, this.read);
    this.tell("read", { room: address });
  }

  ordered() {
    const at = (room) => this.last(room.room)?.at ?? 0;
    return [...this.rooms.values()].sort((a, b) => at(b) - at(a) || b.group - a.group);
  }

  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function load(storage, key, otherwise) {
  try {
    return JSON.parse(storage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function save(storage, key, value) {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage only costs the memory of what was read.
  }
}
