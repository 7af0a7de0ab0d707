// A picture, a sound or a film as the conversation shows it; everything else is a card to download.

import { el } from "./dom.js";

const NAMES = { picture: "图片", audio: "音频", video: "视频" };

export function nameOfKind(file) {
  return NAMES[file.kind] ?? "文件";
}

// Null for what is no medium, or is still on its way.
export function shown(message, fileLink) {
  const make = { picture, audio, video }[message.file.kind];
  return make && fileLink ? make(message, fileLink) : null;
}

function show(fileLink) {
  return `${fileLink}${fileLink.includes("?") ? "&" : "?"}show=1`;
}

function picture(message, fileLink) {
  const image = el("img", { src: show(fileLink), alt: message.file.name, loading: "lazy", class: "picture" });
  // Where it cannot be loaded its name stands in its place.
  return el("a", { class: "medium", href: show(fileLink), target: "_blank", rel: "noopener", title: "看大图" }, image);
}

function audio(message, fileLink) {
  return player("audio", message, fileLink);
}

function video(message, fileLink) {
  return player("video", message, fileLink);
}

function player(tag, message, fileLink) {
  const played = el(tag, { src: show(fileLink), controls: true, preload: "metadata", class: tag, "aria-label": message.file.name });
  const name = el("a", { class: "medium-name", href: fileLink, download: message.file.name, text: message.file.name });
  return el("div", { class: "medium" }, played, name);
}
