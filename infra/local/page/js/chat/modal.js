// The form that is open, as a dialog: what was typed stays while the app fills it in or puts something right.

import { h, show } from "../dom.js";
import { blocks } from "./blocks.js";
import { valuesIn } from "./inputs.js";
import { words } from "./mrkdwn.js";

let dialog = null;
let at = { view: "", errors: {}, says: "", busy: false };
let acts;

/** `does`: send(view, values), close(view). */
export function makeModal(does) {
  acts = does;
}

/** Show the uppermost form, or none. */
export function drawModal(views) {
  const view = views.at(-1);
  if (!view) return put_away();
  const another = at.view !== view.id;
  const changed = !another && at.hash !== view.hash;
  if (another) at = { view: view.id, errors: {}, says: "", busy: false };
  if (changed) Object.assign(at, { errors: {}, says: "", busy: false });
  at.hash = view.hash;
  if (!dialog) open();
  const untouched =
    !dialog.contains(document.activeElement) || document.activeElement.matches("dialog, h3, [data-do=close-form]");
  draw(view);
  if ((another || changed) && untouched) focusFirst();
}

function open() {
  dialog = h("dialog", { class: "chat-dialog", "data-chat": "", "aria-labelledby": "chat-form-title" });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    acts.close(at.view);
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-do=close-form]")) acts.close(at.view);
  });
  document.querySelector("#panel-chat").append(dialog);
  dialog.showModal();
}

function put_away() {
  if (!dialog) return;
  dialog.close();
  dialog.remove();
  dialog = null;
  at = { view: "", errors: {}, says: "", busy: false };
}

function draw(view) {
  const form = h(
    "form",
    { "data-spot": view.id, "data-view": view.id, "data-key": view.id, novalidate: true, "aria-busy": String(at.busy) },
    h(
      "div",
      { class: "dialog-head" },
      h("h3", { id: "chat-form-title", tabindex: "-1" }, words(view.title)),
      h("button", { type: "button", class: "close-mark", "data-do": "close-form", "aria-label": "Close" }, "×"),
    ),
    h("div", { class: "dialog-body" }, blocks(view.blocks, view.id, at.errors)),
    at.says && h("p", { class: "says", role: "alert", "data-key": "says" }, at.says),
    h(
      "div",
      { class: "buttons ends", "data-key": "ends" },
      h(
        "button",
        { type: "button", class: "button quiet", "data-do": "close-form", "data-key": "close" },
        view.close ? words(view.close) : "Close",
      ),
      view.submit &&
        h("button", { type: "submit", class: "button", disabled: at.busy, "data-key": "submit" }, words(view.submit)),
    ),
  );
  show(dialog, form);
  drawn = view;
}
let drawn = null;

const FIRST = ".dialog-body :is(input, select, textarea, button)";
function focusFirst() {
  (dialog.querySelector(FIRST) ?? dialog.querySelector("h3")).focus();
}

async function send() {
  if (at.busy) return;
  const mine = at.view;
  Object.assign(at, { busy: true, errors: {}, says: "" });
  draw(drawn);
  const done = await acts.send(mine, valuesIn(dialog));
  if (at.view !== mine || !dialog) return;
  Object.assign(at, { busy: false, errors: done.errors ?? {}, says: done.says ?? "" });
  draw(drawn);
  dialog.querySelector("[aria-invalid=true]")?.focus();
}
