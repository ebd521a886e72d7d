// "Are you sure?" in the app's own words, before a press goes out.

import { h } from "../dom.js";
import { words } from "./mrkdwn.js";

/** Ask; resolves with true only when it was confirmed. */
export function confirmed(asked) {
  if (!asked) return Promise.resolve(true);
  return new Promise((resolve) => {
    const yes = h(
      "button",
      { type: "submit", value: "yes", class: asked.style === "danger" ? "button grave" : "button" },
      words(asked.confirm),
    );
    const no = h("button", { type: "submit", value: "no", class: "button quiet" }, words(asked.deny));
    const title = h("h3", { id: "chat-confirm-title" }, words(asked.title));
    const form = h(
      "form",
      { method: "dialog" },
      title,
      h("p", { id: "chat-confirm-text" }, words(asked.text)),
      h("div", { class: "buttons ends" }, no, yes),
    );
    const about = {
      class: "chat-dialog small",
      "aria-labelledby": "chat-confirm-title",
      "aria-describedby": "chat-confirm-text",
    };
    const dialog = h("dialog", about, form);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
    no.focus();
  });
}
