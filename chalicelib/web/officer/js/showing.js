// One view at a time, notices above it, dialogs over it; and what is wrong with a field, in the summary and beside it.

import { say } from "../../js/words.js";

const sections = new Map([...document.querySelectorAll("[data-view]")].map((each) => [each.dataset.view, each]));
const errors = document.getElementById("errors");
const documentTitle = document.title;

export let view = "signin";

export const byId = (id) => document.getElementById(id);

export function goTo(name) {
  complaint();
  const changed = view !== name;
  view = name;
  for (const [each, section] of sections) section.hidden = each !== name;
  if (changed) atTheTop(sections.get(name));
}

function atTheTop(section) {
  const heading = [...section.querySelectorAll("h1")].find((each) => each.checkVisibility?.() ?? true) ?? section.querySelector("h1");
  document.title = `${heading.textContent.trim()} - ${documentTitle}`;
  scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

// Of several parts beside each other one is shown; the heading of a part that just came is read out.
export function part(within, name) {
  const parts = [...within.querySelectorAll(":scope > [data-part], :scope > * > [data-part]")];
  const found = parts.find((each) => each.dataset.part === name);
  const came = found?.hidden;
  for (const each of parts) if (each.parentElement === found?.parentElement) each.hidden = each !== found;
  if (came && found.querySelector("h1")) atTheTop(found);
}

export function put(id, words, shown = Boolean(words)) {
  const element = byId(id);
  if (element.textContent !== words) element.textContent = words;
  element.hidden = !shown;
}

// Where the text is always there, and only its words change.
export function word(id, words, state = "") {
  const element = byId(id);
  if (element.textContent !== words) element.textContent = words;
  if (element.dataset.state !== state) element.dataset.state = state;
}

export function complaint(words = "", field = "", input = field) {
  for (const each of document.querySelectorAll(".govuk-error-message")) each.hidden = true;
  for (const each of document.querySelectorAll(".govuk-form-group--error")) each.classList.remove("govuk-form-group--error");
  errors.hidden = true;
  if (!words) return;
  const beside = byId(`${field}-error`);
  beside.textContent = `${say("wrong.prefix")} ${words}`;
  beside.hidden = false;
  beside.closest(".govuk-form-group").classList.add("govuk-form-group--error");
  const target = byId(input);
  if (target.closest("dialog, .panel")) return target.focus(); // the summary stands far away, or behind
  const link = errors.querySelector("a");
  link.textContent = words;
  link.href = `#${input}`;
  link.onclick = (event) => {
    event.preventDefault();
    target.focus();
  };
  errors.hidden = false;
  errors.focus();
}

export function openDialog(id) {
  complaint();
  const dialog = byId(id);
  dialog.showModal();
  dialog.querySelector("h2").focus();
}

export const closeDialogs = () => {
  for (const each of document.querySelectorAll("dialog[open]")) each.close();
};

// What the element knows by itself (`type`, `href`) is set; anything else is the page's own (`data-do`).
export function made(kind, words = "", { className = "", ...given } = {}) {
  const element = document.createElement(kind);
  element.className = className;
  element.textContent = words;
  for (const [name, value] of Object.entries(given)) {
    if (name in element) element[name] = value;
    else element.dataset[name] = value;
  }
  return element;
}
