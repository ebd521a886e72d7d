// Form fields made from the API's own description of a command (openapi.json), with the force's words for its codes.

import { h } from "./dom.js";
import { session } from "./session.js";
import { forField } from "./times.js";
import { checklistWords, choiceWords, outcomeWords, questionWords } from "./words.js";

const LABELS = {
  made: "Was EVR offered?",
  accepted: "Did the victim accept?",
  suitable: "Suitable for a video call?",
  level: "Level of response",
  officer: "Officer",
  reason: "Reason",
  note: "Note",
  result: "Result",
  at: "When",
  channel: "How to send it",
  device: "To which device",
  to: "Another number or address",
  question: "Question",
  items: "What was done in the call",
  summary: "Investigation record",
  lines_of_enquiry: "Lines of enquiry",
  decision: "Decision",
  plan: "Investigation plan",
  receiver: "Receiving team",
  how: "How",
  update: "Which update",
  text: "What is new",
  kind: "Kind",
  code: "Outcome code",
  team: "Team",
  companion: "Who joins the victim",
  answers: "The victim's answers",
};
const HINTS = {
  to: "Only when it is not the one on record.",
  lines_of_enquiry: "One a line.",
  plan: "Needed unless the incident is finalised.",
  receiver: "When it is passed on; patrol if left empty.",
  "triage.officer": "Only to allocate it to somebody in particular.",
  "triage.reason": "Only when it is not suitable.",
  "allocate.officer": "Leave empty for the next available officer.",
};
const REASONS = {
  release: "release",
  triage: "returned",
  return_to_dispatch: "returned",
  recall: "recall",
  escalate: "escalate",
  pause_review: "review_pause",
};

let counter = 0;

/** The fields of a command's schema. `incident` gives the choices that depend on it. */
export function fieldsOf(command, schema, incident) {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, raw]) => {
    const kind = notNull(raw);
    return field({ command, name, kind, required: required.has(name), fallback: raw.default ?? null, incident });
  });
}

/** A schema without "or null", and with what it refers to. */
function notNull(schema) {
  const found = schema.anyOf?.find((each) => each.type !== "null") ?? schema;
  const name = found.$ref?.split("/").pop();
  return name ? { ...session.openapi.components.schemas[name], refers: name } : found;
}

function field(about) {
  const { command, name, kind, required, incident } = about;
  const label = command === "reassess_risk" && name === "result" ? "The victim's risk is" : (LABELS[name] ?? name);
  const hint = HINTS[`${command}.${name}`] ?? (command === "review" || name === "to" || name === "lines_of_enquiry" ? HINTS[name] : undefined);
  const common = { name, label, hint, required };
  if (name === "items") return ticks(common, incident);
  if (name === "answers") return answers(common);
  if (kind.type === "boolean") return choice(common, [["true", "Yes"], ["false", "No"]], "boolean");
  const codes = codesOf(command, name, incident);
  if (codes) return select(common, codes, name === "update" ? "integer" : "text");
  if (kind.enum) return select({ ...common, value: about.fallback, required: true }, ordered(name, kind.enum).map((code) => [code, choiceWords(code)]));
  if (kind.format === "date-time") return input(common, { type: "datetime-local", value: soon(command) }, "time");
  if (kind.type === "array") return area(common, "lines");
  if (kind.maxLength > 300) return area(common, "text");
  return input(common, { type: "text", maxlength: kind.maxLength }, "text");
}

const ORDER = {
  result: ["spoke", "no_answer", "message_left", "wrong_person", "number_not_in_use", "unsafe", "unchanged", "raised", "lowered"],
  decision: ["suspect_identified", "further_enquiries", "desk_enquiries", "finalise"],
  level: ["queue", "allocate"],
  channel: ["sms", "email"],
  device: ["phone", "tablet", "laptop"],
  kind: ["information", "risk", "contact", "outcome", "arrest", "interview"],
  how: ["phone", "video", "email", "letter", "in_person", "text"],
};
const ordered = (name, codes) => [...codes].sort((a, b) => (ORDER[name] ?? codes).indexOf(a) - (ORDER[name] ?? codes).indexOf(b));

const soon = (command) => (command === "make_appointment" ? forField(new Date(Math.ceil(Date.now() / 3600000 + 2) * 3600000)) : "");

/** The codes of a force, its officers, the updates to be read: [value, words], or nothing for a field of another kind. */
function codesOf(command, name, incident) {
  const { words } = session;
  if (name === "reason" && REASONS[command]) return Object.entries(words.reasons[REASONS[command]]);
  if (name === "receiver" || name === "team") return Object.entries(words.receivers);
  if (name === "code") return Object.keys(words.outcomes).map((code) => [code, outcomeWords(code)]);
  if (name === "update") return (incident?.updates_to_read ?? []).map((number) => [String(number), `Update ${number}`]);
  if (name === "officer") return officers(command);
  return null;
}

function officers(command) {
  const all = [...session.officers.values()].filter((each) => each.record.roles.includes("officer") && each.record.active !== false);
  const free = (each) => each.duty === "on" && !each.job;
  const wanted = command === "reassign" ? all.filter((each) => each.duty === "on") : all.filter(free);
  return wanted.map((each) => [each.id, `${each.id} ${each.record.name}${free(each) ? ", free" : each.job ? ", has a job" : ""}`]);
}

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

function input(about, attributes, reads) {
  const id = idOf(about.name);
  return labelled(about, id, h("input", { id, name: about.name, "data-reads": reads, required: about.required, ...attributes }));
}

function area(about, reads) {
  const id = idOf(about.name);
  return labelled(about, id, h("textarea", { id, name: about.name, rows: 2, "data-reads": reads, required: about.required }));
}

function select(about, choices, reads = "text") {
  const id = idOf(about.name);
  const options = choices.map(([value, words]) => h("option", { value, selected: value === about.value }, words));
  const empty = about.required && about.value != null ? [] : [h("option", { value: "" }, about.required ? "Choose" : "None")];
  return labelled(about, id, h("select", { id, name: about.name, "data-reads": reads, required: about.required }, empty, options));
}

function choice({ name, label, required }, choices, reads) {
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
function ticks(about, incident) {
  const rows = Object.keys(session.words.checklist).map((code) => {
    const id = idOf(code);
    const now = incident?.checklist?.[code] ?? "to_do";
    const options = ["to_do", "done", "not_needed"].map((tick) =>
      h("option", { value: tick, selected: tick === now }, choiceWords(tick)),
    );
    return h("div", { class: "tick" }, h("label", { for: id }, checklistWords(code)), h("select", { id, "data-tick": code }, options));
  });
  return h("fieldset", { class: "field ticks", "data-name": about.name, "data-reads": "ticks" }, h("legend", {}, about.label), rows);
}

/** The eligibility questions, each to be answered with yes or no. */
export function answers(about) {
  const rows = Object.keys(session.words.questions).map((code) => {
    const one = choice({ name: `answer-${code}`, label: questionWords(code), required: true }, [["true", "Yes"], ["false", "No"]], "");
    one.dataset.question = code;
    one.removeAttribute("data-reads");
    return one;
  });
  return h("fieldset", { class: "field answers", "data-name": about.name, "data-reads": "answers" }, h("legend", {}, about.label), rows);
}

/** The body of the command as filled in; what was left empty is left out. */
export function bodyOf(form) {
  const body = {};
  for (const part of form.querySelectorAll("[data-reads]")) {
    const value = READ[part.dataset.reads](part);
    if (value !== undefined) body[part.name || part.dataset.name] = value;
  }
  return body;
}

const checked = (part) => part.querySelector("input:checked")?.value;
const READ = {
  text: (part) => part.value.trim() || undefined,
  integer: (part) => (part.value ? Number(part.value) : undefined),
  time: (part) => (part.value ? new Date(part.value).toISOString() : undefined),
  lines: (part) => {
    const lines = part.value.split("\n").map((line) => line.trim()).filter(Boolean);
    return lines.length ? lines : undefined;
  },
  boolean: (part) => (checked(part) ? checked(part) === "true" : undefined),
  ticks: (part) => Object.fromEntries([...part.querySelectorAll("[data-tick]")].map((each) => [each.dataset.tick, each.value])),
  answers: (part) =>
    Object.fromEntries([...part.querySelectorAll("[data-question]")].map((each) => [each.dataset.question, checked(each) === "true"])),
};
