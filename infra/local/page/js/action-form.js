// One action as a form: fields from the API's description, the answer or the API's "no" beneath it.

import { Problem, ask, incidentPath, once } from "./api.js";
import { h } from "./dom.js";
import { fieldsOf } from "./fields.js";
import { bodyOf } from "./reading.js";
import { nameOf, session } from "./session.js";
import { announce } from "./told.js";
import { statusWords } from "./words.js";

/** What the form's button says, where the name of the action is not it. */
const GIVES = {
  offer: "Record",
  triage: "Record the review",
  record_contact: "Record the call",
  tick_checklist: "Save the checklist",
  submit: "Submit the record",
  review: "Record the decision",
  close: "Close the link for good",
  escalate: "Escalate now",
  tell_victim: "Record",
  outcome: "Record",
};
const DANGEROUS = new Set(["escalate", "close", "recall", "return_to_dispatch", "change_mind"]);

/** A form that gives `action` to the incident; `done(answer)` is called when it went through. */
export function actionForm(action, incident, done, { title = action.label, heading = "h3" } = {}) {
  const says = h("p", { class: "says", role: "alert" });
  const form = h(
    "form",
    { class: "action-form", "data-action": action.name },
    title && h(heading, {}, title),
    fieldsOf(action.name, action.schema, incident),
    h(
      "div",
      { class: "buttons" },
      h("button", { class: DANGEROUS.has(action.name) ? "button grave" : "button" }, GIVES[action.name] ?? action.label),
    ),
    says,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    give(form, says, action, incident.reference, done);
  });
  return form;
}

async function give(form, says, action, reference, done) {
  const button = form.querySelector("button");
  if (button.disabled) return;
  button.disabled = true;
  says.textContent = "";
  try {
    const answer = await ask(session.person, "POST", incidentPath(reference, action.path), bodyOf(form), once());
    announce(`${action.label}: done. ${reference} is now: ${inWords(answer)}.`);
    done?.(answer);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    says.textContent = problem.message;
  } finally {
    button.disabled = false;
  }
}

/** Where an answer leaves the incident: "with an officer (PC2214 ...)". */
export function inWords(answer) {
  const words = statusWords(answer.status);
  const status = words.charAt(0).toLowerCase() + words.slice(1);
  return answer.officer ? `${status} (${nameOf(answer.officer)})` : status;
}
