// The prompt after a report: the fixed script, the offer, the victim's answers, and what came of it in plain words.

import { Problem, ask, incidentPath, once } from "./api.js";
import { incidentLink } from "./chips.js";
import { h } from "./dom.js";
import { answers } from "./controls.js";
import { bodyOf } from "./reading.js";
import { session } from "./session.js";
import { announce } from "./told.js";
import { questionWords, reasonWords } from "./words.js";

/** What the call handler sees once the report is in. */
export function prompt(reported) {
  if (!reported.prompt) return notForEvr(reported);
  const { title, script, not_offered_reasons: reasons } = reported.prompt;
  const card = h("section", { class: "card prompt", "aria-labelledby": "prompt-title", tabindex: "-1" });
  const result = h("div", { class: "result", role: "status" });
  const choices = h("div", { class: "choices" }, accepted(reported), declined(reported), notOffered(reported, reasons));
  card.append(
    h("p", { class: "muted" }, "Report ", incidentLink(reported.reference), " is in. It is in scope for EVR, so:"),
    h("h3", { id: "prompt-title" }, title),
    h("p", { class: "hint" }, "Read this to the victim, word for word:"),
    h(
      "blockquote",
      { class: "script" },
      script.map((line) => h("p", {}, line)),
    ),
    choices,
    result,
  );
  card.addEventListener("offered", (event) => {
    choices.remove();
    result.replaceChildren(...outcome(event.detail));
  });
  return card;
}

function notForEvr(reported) {
  return h(
    "section",
    { class: "card prompt", "aria-labelledby": "prompt-title", tabindex: "-1" },
    h("h3", { id: "prompt-title" }, "Not for EVR"),
    h(
      "p",
      {},
      `${reported.reference} goes the usual way to dispatch: ${reasonWords(reported.reason)}. There is nothing to offer.`,
    ),
    h("p", {}, incidentLink(reported.reference)),
  );
}

const accepted = (reported) =>
  way(
    reported,
    true,
    "The victim says yes",
    "Ask, and record the answers:",
    [answers({ name: "answers", label: "The victim's answers", required: true }), companion()],
    "Record the answers",
    (form) => ({ made: true, accepted: true, ...bodyOf(form) }),
  );

const declined = (reported) =>
  way(
    reported,
    false,
    "The victim says no thanks",
    "They keep their place: the time of the report stands.",
    [note("declined")],
    "Record: declined",
    (form) => ({ made: true, accepted: false, ...bodyOf(form) }),
  );

const notOffered = (reported, reasons) =>
  way(
    reported,
    false,
    "EVR was not offered",
    "A reason is needed. Nobody is blamed: the figures count who is never asked.",
    [reason(reasons), note("not-offered")],
    "Record: not offered",
    (form) => ({ made: false, ...bodyOf(form) }),
  );

function way(reported, open, title, explains, fields, button, body) {
  const says = h("p", { class: "says", role: "alert" });
  const form = h(
    "form",
    { class: "action-form" },
    h("p", { class: "muted" }, explains),
    fields,
    h("div", { class: "buttons" }, h("button", { class: "button" }, button)),
    says,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    offer(form, says, reported.reference, body(form));
  });
  return h("details", { open, name: "offer" }, h("summary", {}, title), form);
}

function reason(reasons) {
  const options = Object.entries(reasons).map(([code, words]) => h("option", { value: code }, words));
  return h(
    "div",
    { class: "field" },
    h("label", { for: "offer-reason" }, "Reason"),
    h(
      "select",
      { id: "offer-reason", name: "reason", "data-reads": "text", required: true },
      h("option", { value: "" }, "Choose"),
      options,
    ),
  );
}

const note = (way) =>
  h(
    "div",
    { class: "field" },
    h("label", { for: `offer-note-${way}` }, "Note", h("span", { class: "optional" }, " (optional)")),
    h("textarea", { id: `offer-note-${way}`, name: "note", rows: 2, "data-reads": "text" }),
  );

const companion = () =>
  h(
    "div",
    { class: "field" },
    h(
      "label",
      { for: "offer-companion" },
      "Who joins the victim",
      h("span", { class: "optional" }, " (parent or carer, if anybody)"),
    ),
    h("input", { id: "offer-companion", name: "companion", "data-reads": "text", autocomplete: "off" }),
  );

async function offer(form, says, reference, body) {
  says.textContent = "";
  try {
    const answer = await ask(session.person, "POST", incidentPath(reference, "/offer"), body, once());
    form.dispatchEvent(new CustomEvent("offered", { bubbles: true, detail: { reference, body, answer } }));
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    says.textContent = problem.message;
  }
}

/** The result in plain words. */
function outcome({ reference, body, answer }) {
  const [title, words] = meaning(body, answer);
  announce(`${title}. ${words}`);
  return [h("h4", {}, title), h("p", {}, words), h("p", {}, "Follow it: ", incidentLink(reference))];
}

function meaning(body, answer) {
  if (!body.made)
    return ["Not offered", `Recorded: ${reasonWords(body.reason)}. The incident goes to dispatch in the usual way.`];
  if (body.accepted === false)
    return ["Declined", "Recorded. Everything gathered goes to dispatch; the victim keeps their place."];
  if (answer.eligible)
    return [
      "Eligible for a video call",
      "Tell the victim that an officer will be in touch. A sergeant now looks at whether it is suitable.",
    ];
  const no = answer.reasons.map(questionWords).join(" ");
  return ["Not eligible", `Because of the answer to: ${no} Everything gathered goes to dispatch; the victim keeps their place.`];
}
