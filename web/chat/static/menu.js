// The small menu on the bot's messages.

import { byId, show } from "./dom.js";

export function menuFor(talk, composer, toast) {
  const menu = byId("menu");
  let message = null;
  const close = () => show(menu, false);
  talk.acts.menu = (chosen, x, y) => {
    message = chosen;
    show(menu, true);
    menu.style.left = `${Math.max(8, Math.min(x, innerWidth - menu.offsetWidth - 8))}px`;
    menu.style.top = `${Math.max(8, Math.min(y, innerHeight - menu.offsetHeight - 8))}px`;
    byId("menu-reply").focus({ preventScroll: true });
  };
  byId("menu-reply").addEventListener("click", () => {
    close();
    composer.quote(message);
  });
  byId("menu-copy").addEventListener("click", async () => {
    close();
    try {
      await navigator.clipboard.writeText(message.text);
      toast("已复制");
    } catch {
      toast("浏览器不允许复制，请选中文字后复制。");
    }
  });
  document.addEventListener("pointerdown", (event) => !menu.contains(event.target) && close());
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  byId("log").addEventListener("scroll", close);
}
