// Where one writes: a message, or a slash command. Enter sends, Shift and Enter make a new line.

import { h } from "../dom.js";
import { state } from "./state.js";

/** `where`: "channel" or "thread". */
export function composer(where, name) {
  const id = `chat-${where}-text`;
  const command = state.now.command;
  return h(
    "form",
    { class: "composer", "data-composer": where, "data-key": `composer-${where}` },
    h("label", { for: id, class: "unseen" }, where === "thread" ? "Reply" : `Message to ${name}`),
    h("textarea", {
      id,
      rows: 1,
      placeholder: where === "thread" ? "Reply…" : `Message ${name}, or ${command} for a command`,
      autocomplete: "off",
    }),
    h("button", { type: "submit", class: "button small" }, "Send"),
  );
}

export const closed = (why) => h("p", { class: "composer closed", "data-key": "composer-closed" }, why);

/** Hear what is written anywhere below `root`; `say(text, where)` resolves with whether it went out. */
export function onSaid(root, say) {
  root.addEventListener("keydown", (event) => {
    const form = event.target.closest("[data-composer]");
    if (form && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  root.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-composer]");
    if (!form) return;
    event.preventDefault();
    const area = form.querySelector("textarea");
    const text = area.value.trim();
    if (!text || form.dataset.busy) return;
    form.dataset.busy = "true";
    const went = await say(text, form.dataset.composer);
    delete form.dataset.busy;
    if (went && area.value.trim() === text) area.value = "";
  });
}
