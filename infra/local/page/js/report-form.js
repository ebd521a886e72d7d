// The call handler's report: what command and control sends, as a form filled with an invented sample.

import { h } from "./dom.js";
import { SAMPLES } from "./report-samples.js";
import { session } from "./session.js";
import { forField, isoDay } from "./times.js";
import { flagWords, plain } from "./words.js";

const THRIVE = ["threat", "harm", "risk", "investigation", "vulnerability", "engagement"];
let next = 0;

/** Build the form; `onReport(body, form)` is called with the body of POST /v1/incidents. */
export function reportForm(onReport) {
  const form = h(
    "form",
    { class: "report", "aria-labelledby": "report-title" },
    h(
      "div",
      { class: "title-row" },
      h("h3", { id: "report-title" }, "Take a report"),
      h("button", { type: "button", class: "button quiet small" }, "Fill in another sample"),
    ),
    group("Incident", [
      text("reference", "CAD reference", { required: true, maxlength: 64 }),
      text("reported_at", "Reported at", { type: "datetime-local", required: true }),
      select(
        "grade",
        "Grade",
        ["1", "2", "3", "4"].map((grade) => [grade, session.words.targets[grade] ? `${grade} (EVR)` : grade]),
      ),
      select(
        "type",
        "Type",
        Object.entries(session.words.types).sort((a, b) => a[1].localeCompare(b[1])),
      ),
      select("channel", "Reported by", [
        ["phone", "Telephone"],
        ["station", "Station desk"],
        ["online", "Online form"],
      ]),
      area("summary", "What happened", { required: true }),
    ]),
    group(
      "THRIVE assessment",
      THRIVE.map((part) => text(`thrive-${part}`, plain(part))),
    ),
    group("Where", [text("place", "Place", { required: true }), text("postcode", "Postcode", { maxlength: 10 })]),
    group("Victim", [
      text("name", "Name", { required: true, autocomplete: "off" }),
      text("date_of_birth", "Date of birth", { type: "date" }),
      text("phone", "Telephone", { type: "tel" }),
      text("email", "Email", { type: "email" }),
      text("language", "Language", { maxlength: 40 }),
      text("needs", "Needs", { maxlength: 200 }),
    ]),
    group("Safe contact", [
      tick("ok_to_text", "Texts to this number are safe"),
      tick("ok_to_leave_message", "Voice messages are safe"),
      text("times", "Safe times", { maxlength: 200 }),
    ]),
    group(
      "Flags",
      Object.keys(session.words.flags).map((flag) => tick(`flag-${flag}`, flagWords(flag))),
    ),
    h("div", { class: "buttons" }, h("button", { class: "button" }, "Send the report")),
    h("p", { class: "says", role: "alert" }),
  );
  form.querySelector("button[type=button]").addEventListener("click", () => fill(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    onReport(bodyOf(form), form);
  });
  fill(form);
  return form;
}

const group = (legend, fields) => h("fieldset", { class: "group" }, h("legend", {}, legend), h("div", { class: "grid" }, fields));

const labelled = (name, words, control, kind = "") =>
  h("div", { class: `field ${kind} field-${name}` }, h("label", { for: `report-${name}` }, words), control);

const text = (name, words, attributes = {}) =>
  labelled(name, words, h("input", { id: `report-${name}`, name, type: "text", autocomplete: "off", ...attributes }));

const area = (name, words, attributes) =>
  labelled(name, words, h("textarea", { id: `report-${name}`, name, rows: 2, ...attributes }), "wide");

const select = (name, words, choices) =>
  labelled(
    name,
    words,
    h(
      "select",
      { id: `report-${name}`, name },
      choices.map(([value, shown]) => h("option", { value }, shown)),
    ),
  );

const tick = (name, words) =>
  h(
    "div",
    { class: "field tickbox" },
    h("input", { type: "checkbox", id: `report-${name}`, name }),
    h("label", { for: `report-${name}` }, words),
  );

/** Fill the form with the next sample, a fresh reference and a time two minutes ago. */
export function fill(form) {
  const usable = SAMPLES.filter((sample) => session.words.types[sample.type]);
  const sample = usable[next % usable.length];
  next += 1;
  const now = new Date();
  const values = {
    reference: `NEW-${isoDay(now).replaceAll("-", "").slice(2)}-${String(now.getTime()).slice(-6)}`,
    reported_at: forField(new Date(now - 120000)),
    grade: "3" in session.words.targets ? "3" : Object.keys(session.words.targets)[0],
    type: sample.type,
    channel: "phone",
    summary: sample.summary,
    place: sample.place[0],
    postcode: sample.place[1],
    phone: `07700 900${String(100 + (now.getTime() % 899)).padStart(3, "0")}`,
    email: "",
    language: "en",
    needs: "",
    times: sample.wary ? "between 10:00 and 14:00" : "",
    ...sample.victim,
    ...Object.fromEntries(THRIVE.map((part) => [`thrive-${part}`, sample.thrive[part] ?? ""])),
  };
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  form.elements.ok_to_text.checked = true;
  form.elements.ok_to_leave_message.checked = !sample.wary;
  for (const flag of Object.keys(session.words.flags))
    form.elements[`flag-${flag}`].checked = (sample.flags ?? []).includes(flag);
}

/** The body of the report; what is empty is left out. */
function bodyOf(form) {
  const value = (name) => form.elements[name].value.trim() || undefined;
  const checked = (name) => form.elements[name].checked;
  return {
    reference: value("reference"),
    reported_at: new Date(value("reported_at")).toISOString(),
    grade: value("grade"),
    type: value("type"),
    channel: value("channel"),
    summary: value("summary"),
    thrive: Object.fromEntries(THRIVE.map((part) => [part, value(`thrive-${part}`)])),
    location: { text: value("place"), postcode: value("postcode") },
    flags: Object.keys(session.words.flags).filter((flag) => checked(`flag-${flag}`)),
    victim: {
      name: value("name"),
      date_of_birth: value("date_of_birth"),
      phone: value("phone"),
      email: value("email"),
      language: value("language"),
      needs: value("needs") ? [value("needs")] : [],
      safe_contact: {
        ok_to_text: checked("ok_to_text"),
        ok_to_leave_message: checked("ok_to_leave_message"),
        times: value("times"),
      },
    },
  };
}
