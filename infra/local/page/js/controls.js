// Labelled controls. Each says in data-reads how reading.js takes its value.

import { h } from "./dom.js";
import { session } from "./session.js";
import { checklistWords, choiceWords, questionWords } from "./words.js";

let counter = 0;

function labelled({ name, label, hint, required }, id, control) {
  const hintId = hint && `${id}-hint`;
  if (hintId) control.setAttribute("aria-describedby", hintId);
  return h(
    "div",
    { class: `field field-${name}` },
    h("label", { for: id }, label, !required && h("span", { class: "optional" }, " (optional)")),
    hint && h("p", { class: "hint", id: hintId }, hint),
    control,
  );
}

const idOf = (name) => `field-${name}-${(counter += 1)}`;

export function input(about, attributes, reads) {
  const id = idOf(about.name);
  return labelled(about, id, h("input", { id, name: about.name, "data-reads": reads, required: about.required, ...attributes }));
}

export function area(about, reads) {
  const id = idOf(about.name);
  return labelled(about, id, h("textarea", { id, name: about.name, rows: 2, "data-reads": reads, required: about.required }));
}

export function select(about, choices, reads = "text") {
  const id = idOf(about.name);
  const options = choices.map(([value, words]) => h("option", { value, selected: value === about.value }, words));
  const empty = about.required && about.value != null ? [] : [h("option", { value: "" }, about.required ? "Choose" : "None")];
  return labelled(
    about,
    id,
    h("select", { id, name: about.name, "data-reads": reads, required: about.required }, empty, options),
  );
}

export function choice({ name, label, required }, choices, reads) {
  return h(
    "fieldset",
    { class: `field choice field-${name}`, "data-name": name, "data-reads": reads },
    h("legend", {}, label, !required && h("span", { class: "optional" }, " (optional)")),
    choices.map(([value, words]) => {
      const id = idOf(name);
      return h("span", {}, h("input", { type: "radio", id, name, value, required }), h("label", { for: id }, words));
    }),
  );
}

/** The force's checklist: each item done, not needed or still to do, as it stands. */
export function ticks(about, incident) {
  const rows = Object.keys(session.words.checklist).map((code) => {
    const id = idOf(code);
    const now = incident?.checklist?.[code] ?? "to_do";
    const options = ["to_do", "done", "not_needed"].map((tick) =>
      h("option", { value: tick, selected: tick === now }, choiceWords(tick)),
    );
    return h(
      "div",
      { class: "tick" },
      h("label", { for: id }, checklistWords(code)),
      h("select", { id, "data-tick": code }, options),
    );
  });
  return h(
    "fieldset",
    { class: "field ticks", "data-name": about.name, "data-reads": "ticks" },
    h("legend", {}, about.label),
    rows,
  );
}

/** The eligibility questions, each to be answered with yes or no. */
export function answers(about) {
  const rows = Object.keys(session.words.questions).map((code) => {
    const one = choice(
      { name: `answer-${code}`, label: questionWords(code), required: true },
      [
        ["true", "Yes"],
        ["false", "No"],
      ],
      "",
    );
    one.dataset.question = code;
    one.removeAttribute("data-reads");
    return one;
  });
  return h(
    "fieldset",
    { class: "field answers", "data-name": about.name, "data-reads": "answers" },
    h("legend", {}, about.label),
    rows,
  );
}
