// The text chat beside the call: what was said comes with the exchange, in order; what one writes stands there once it has arrived.

import { say, time } from "./words.js";

export function talk({ list, form, trouble }) {
  const field = form.querySelector("textarea");
  let line = null;

  function entry(each) {
    const item = document.createElement("p");
    const who = document.createElement("strong");
    who.textContent = `${say(each.by === "victim" ? "call.you" : "call.officer")}, ${time(each.at)}`;
    const text = document.createElement("span");
    text.textContent = each.text;
    item.append(who, text);
    item.dataset.n = each.n;
    return item;
  }

  return {
    begin(exchange) {
      line = exchange;
    },
    show(each) {
      if (list.querySelector(`[data-n="${Number(each.n)}"]`)) return;
      list.append(entry(each));
      list.hidden = false;
      list.scrollTop = list.scrollHeight;
    },
    async send() {
      const text = field.value.trim();
      if (!text || !line) return field.focus();
      const { status } = await line.say(text);
      trouble.hidden = status === 200;
      trouble.textContent = status === 200 ? "" : say("call.not_sent");
      if (status === 200 && field.value.trim() === text) field.value = "";
      return field.focus();
    },
    end() {
      line = null;
      list.replaceChildren();
      list.hidden = true;
      field.value = "";
    },
  };
}
