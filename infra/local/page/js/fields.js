// Form fields made from the API's own description of a command (openapi.json), with the force's words for its codes.

import { answers, area, choice, input, select, ticks } from "./controls.js";
import { HINTS, LABELS, ordered } from "./field-words.js";
import { session } from "./session.js";
import { forField } from "./times.js";
import { choiceWords, outcomeWords } from "./words.js";

const REASONS = {
  release: "release",
  triage: "returned",
  return_to_dispatch: "returned",
  recall: "recall",
  escalate: "escalate",
  pause_review: "review_pause",
};

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
  const hint =
    HINTS[`${command}.${name}`] ??
    (command === "review" || name === "to" || name === "lines_of_enquiry" ? HINTS[name] : undefined);
  const common = { name, label, hint, required };
  if (name === "items") return ticks(common, incident);
  if (name === "answers") return answers(common);
  if (kind.type === "boolean")
    return choice(
      common,
      [
        ["true", "Yes"],
        ["false", "No"],
      ],
      "boolean",
    );
  const codes = codesOf(command, name, incident);
  if (codes) return select(common, codes, name === "update" ? "integer" : "text");
  if (kind.enum)
    return select(
      { ...common, value: about.fallback, required: true },
      ordered(name, kind.enum).map((code) => [code, choiceWords(code)]),
    );
  if (kind.format === "date-time") return input(common, { type: "datetime-local", value: soon(command) }, "time");
  if (kind.type === "array") return area(common, "lines");
  if (kind.maxLength > 300) return area(common, "text");
  return input(common, { type: "text", maxlength: kind.maxLength }, "text");
}

const soon = (command) =>
  command === "make_appointment" ? forField(new Date(Math.ceil(Date.now() / 3600000 + 2) * 3600000)) : "";

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
  const all = [...session.officers.values()].filter(
    (each) => each.record.roles.includes("officer") && each.record.active !== false,
  );
  const free = (each) => each.duty === "on" && !each.job;
  const wanted = command === "reassign" ? all.filter((each) => each.duty === "on") : all.filter(free);
  return wanted.map((each) => [
    each.id,
    `${each.id} ${each.record.name}${free(each) ? ", free" : each.job ? ", has a job" : ""}`,
  ]);
}
