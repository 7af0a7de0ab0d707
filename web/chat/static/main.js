// Puts the page together.

import { Composer } from "./composer.js";
import { demoBar, dropPhone, takePhone } from "./demo.js";
import { byId, onDesk, show } from "./dom.js";
import { Link } from "./link.js";
import { List } from "./list.js";
import { menuFor } from "./menu.js";
import { People } from "./people.js";
import { Store } from "./store.js";
import { Talk } from "./talk.js";
import { setClock } from "./times.js";
import { alertBox, toast } from "./toast.js";

const demo = document.body.dataset.mode === "demo";

async function begin() {
  const phone = demo ? await takePhone() : null;
  const token = phone?.token || "";
  const headers = () => (token ? { "X-Zhibu-Token": token } : {});
  const fileLink = (room, id) => {
    const path = `/chat/files/${encodeURIComponent(room)}/${encodeURIComponent(id)}`;
    return token ? `${path}?t=${encodeURIComponent(token)}` : path;
  };
  const store = new Store();
  const link = new Link(store, token);
  const list = new List(store);
  const talk = new Talk(store, link, fileLink);
  const composer = new Composer(store, link, talk, toast, headers);
  new People(store, toast, headers);
  menuFor(talk, composer, toast);
  const bar = demo ? demoBar(toast) : null;
  show(byId("app"), true);
  wire(link, list, talk, bar);
  rooms(store, link, list, talk, composer);
  link.connect();
}

function wire(link, list, talk, bar) {
  link.addEventListener("clock", ({ detail }) => {
    setClock(detail.timezone, detail.now);
    bar?.said(detail.said);
    list.drawSoon();
    talk.retime();
  });
  setInterval(() => {
    list.drawSoon();
    talk.retime();
  }, 60000);
  link.addEventListener("toast", ({ detail }) => (detail.alert ? alertBox : toast)(detail.text));
  link.addEventListener("up", () => show(byId("link-state"), false));
  link.addEventListener("down", () => {
    byId("link-state").textContent = "网络已断开，正在重新连接……";
    show(byId("link-state"), true);
  });
  link.addEventListener("stranger", () => (demo ? dropPhone() : location.reload()));
}

// The address after # says which room is open, so the phone's back key works.
function rooms(store, link, list, talk, composer) {
  const go = () => {
    let room = decodeURIComponent(location.hash.slice(1));
    if (!store.rooms.has(room)) room = "";
    if (!room && onDesk.matches && store.rooms.size) {
      const first = store.ordered().find((one) => one.group) || store.ordered()[0];
      history.replaceState(null, "", `#${first.room}`);
      room = first.room;
    }
    document.body.classList.toggle("talking", Boolean(room));
    if (room !== store.open) {
      store.open = room;
      if (room) {
        talk.open(room);
        composer.open(room);
      }
    } else if (room) talk.seen();
    list.drawSoon();
  };
  window.addEventListener("hashchange", go);
  onDesk.addEventListener("change", go);
  byId("back").addEventListener("click", () => {
    location.hash = "";
    byId("list").querySelector("a")?.focus();
  });
  store.addEventListener("all", go);
  link.addEventListener("up", () => started(talk), { once: true });
}

// A link /chat?start=CODE opens the private chat with the bot and says it there.
function started(talk) {
  const code = new URLSearchParams(location.search).get("start");
  if (!code) return;
  history.replaceState(null, "", "/chat" + location.hash);
  talk.start(code);
}

begin();
