// Times as WeChat writes them, in the branch's time zone.

let zone = "Asia/Shanghai";
let ahead = 0; // server's clock minus this machine's, in milliseconds

const WEEKDAYS = { Mon: "周一", Tue: "周二", Wed: "周三", Thu: "周四", Fri: "周五", Sat: "周六", Sun: "周日" };
const formats = new Map();

export function setClock(timezone, now) {
  if (timezone) zone = timezone;
  ahead = now - performance.now();
}

export function present() {
  return performance.now() + ahead;
}

function parts(at) {
  if (!formats.has(zone)) {
    formats.set(zone, new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, year: "numeric", month: "numeric", day: "numeric",
      hour: "2-digit", minute: "2-digit", weekday: "short", hourCycle: "h23",
    }));
  }
  const found = {};
  for (const { type, value } of formats.get(zone).formatToParts(at)) found[type] = value;
  return found;
}

function dayNumber(p) {
  return Date.UTC(+p.year, +p.month - 1, +p.day) / 86400000;
}

function day(p, now) {
  const past = dayNumber(now) - dayNumber(p);
  if (past === 0) return "";
  if (past === 1) return "昨天";
  if (past > 1 && past < 7) return WEEKDAYS[p.weekday];
  const date = `${+p.month}月${+p.day}日`;
  return p.year === now.year ? date : `${p.year}年${date}`;
}

// Between messages: 10:05, 昨天 10:05, 周三 10:05, 11月3日 10:05.
export function separator(at) {
  const p = parts(at);
  const name = day(p, parts(present()));
  return `${name ? name + " " : ""}${p.hour}:${p.minute}`;
}

// In the list of chats: only the day once it has passed.
export function brief(at) {
  const p = parts(at);
  return day(p, parts(present())) || `${p.hour}:${p.minute}`;
}

export function full(at) {
  const p = parts(at);
  return `${p.year}年${+p.month}月${+p.day}日（${WEEKDAYS[p.weekday]}）${p.hour}:${p.minute}`;
}

// For the demo's clock.
export function dated(at) {
  const p = parts(at);
  return `${+p.month}月${+p.day}日 ${WEEKDAYS[p.weekday]} ${p.hour}:${p.minute}`;
}

// For an input of type datetime-local.
export function asInput(at) {
  const p = parts(at);
  return `${p.year}-${p.month.padStart(2, "0")}-${p.day.padStart(2, "0")}T${p.hour}:${p.minute}`;
}

// The instant that a wall clock in the branch's zone shows as `text`.
export function fromInput(text) {
  const wall = Date.parse(text + ":00Z");
  let at = wall;
  for (let round = 0; round < 2; round += 1) at += wall - Date.parse(asInput(at) + ":00Z");
  return at;
}
