// One line that says what has just happened; read out by screen readers, shown for a while to everybody.

import { byId } from "./dom.js";

let timer;

export function announce(sentence) {
  const line = byId("told");
  line.textContent = sentence;
  line.classList.add("visible");
  clearTimeout(timer);
  timer = setTimeout(() => line.classList.remove("visible"), 8000);
}
