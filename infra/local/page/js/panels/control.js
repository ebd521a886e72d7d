// The control room: a report, its prompt, and what the control room tells EVR about an incident later.

import { Problem, ask, incidentPath, once } from "../api.js";
import { actionForm } from "../action-form.js";
import { actionsFor } from "../actions.js";
import { statusChip } from "../chips.js";
import { h, show } from "../dom.js";
import { guide } from "../guide.js";
import { prompt } from "../offer.js";
import { fill, reportForm } from "../report-form.js";
import { findPerson, hasScope, session } from "../session.js";
import { actAsButton } from "../who.js";

const LATER = ["update", "recall", "escalate", "change_mind"];
let parts;
let shownFor = "";

export const control = { id: "control", title: "Control room", mount, refresh };

function mount(root) {
  parts = { report: h("div", { class: "column" }), later: h("div", { class: "column side" }) };
  root.append(h("h2", {}, "Control room"), guide(), h("div", { class: "columns" }, parts.report, parts.later));
}

/** Nothing here changes by itself: the forms are made anew only when somebody else acts. */
async function refresh() {
  const now = `${session.person.force}/${session.person.id}`;
  if (now === shownFor) return;
  shownFor = now;
  parts.report.replaceChildren(
    ...(hasScope("report") ? reporting() : forOthers("Reports are taken by call handlers.", "call_handler")),
  );
  parts.later.replaceChildren(
    ...(hasScope("update") ? telling() : forOthers("Updates come from the control room's single point of contact.", "spoc")),
  );
}

function forOthers(words, role) {
  const person = findPerson((each) => each.roles.includes(role));
  return [h("section", { class: "card" }, h("p", {}, words), person && actAsButton(person, `Act as ${person.name}`))];
}

function reporting() {
  const place = h("div", { class: "prompt-place" });
  const form = reportForm((body) => report(body, form, place));
  return [place, form];
}

async function report(body, form, place) {
  const says = form.querySelector(".says");
  says.textContent = "";
  try {
    const reported = await ask(session.person, "POST", "/v1/incidents", body, once());
    const card = prompt(reported);
    card.append(another(form, place));
    place.replaceChildren(card);
    form.hidden = true;
    fill(form);
    card.focus();
    card.scrollIntoView({ block: "start" });
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    says.textContent = problem.message;
  }
}

function another(form, place) {
  const button = h("button", { type: "button", class: "button quiet" }, "Take another report");
  button.addEventListener("click", () => {
    place.replaceChildren();
    form.hidden = false;
    form.querySelector("input").focus();
  });
  return h("p", { class: "another" }, button);
}

function telling() {
  const place = h("div", { class: "open-form" });
  const input = h("input", { id: "later-reference", name: "reference", required: true, autocomplete: "off" });
  const form = h(
    "form",
    { class: "action-form" },
    h("h3", { id: "later-title" }, "An incident that EVR already has"),
    h("p", { class: "muted" }, "New information, a recall, an emergency. What you may do depends on where it stands."),
    h("label", { for: "later-reference" }, "CAD reference"),
    h("div", { class: "inline" }, input, h("button", { class: "button quiet" }, "Find")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    find(input.value.trim(), place);
  });
  return [h("section", { class: "card", "aria-labelledby": "later-title" }, form, place)];
}

async function find(reference, place) {
  try {
    const incident = await ask(session.person, "GET", `${incidentPath(reference)}?personal=false`);
    const open = actionsFor(incident).filter((action) => LATER.includes(action.name));
    const forms = open.map((action) =>
      h(
        "details",
        { name: "later" },
        h("summary", {}, action.label),
        actionForm(action, incident, () => find(reference, place), { title: "" }),
      ),
    );
    show(place);
    place.append(
      h(
        "p",
        { role: "status" },
        h("a", { href: `#incident/${encodeURIComponent(reference)}` }, reference),
        " ",
        statusChip(incident.status),
      ),
      ...(open.length ? forms : [h("p", { class: "muted" }, "There is nothing for you to do: it has left EVR.")]),
    );
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    show(place, h("p", { class: "says", role: "alert" }, problem.message));
  }
}
