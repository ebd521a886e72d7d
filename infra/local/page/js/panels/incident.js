// One incident: where it stands, what happened, and what the person may do now.

import { Problem, ask, incidentPath } from "../api.js";
import { actionForm } from "../action-form.js";
import { actionsFor } from "../actions.js";
import { age, deadline, flagChips, incidentLink, officersRoom, statusChip } from "../chips.js";
import { h, onDo, show } from "../dom.js";
import { facts } from "../facts.js";
import { Details } from "../person-details.js";
import { me, session } from "../session.js";
import { go } from "../tabs.js";
import { timelineItem } from "../timeline.js";
import { deadlines, dueWords, reasonWords, typeWords } from "../words.js";

const seen = [];
let parts;
let chosen = "";
const details = new Details();

export const incident = { id: "incident", title: "Incident", mount, refresh };

function mount(root) {
  parts = { find: finder(), body: h("div", {}) };
  root.append(h("h2", {}, "Incident"), parts.find, parts.body);
  onDo(root, "action", (button) => {
    chosen = chosen === button.dataset.action ? "" : button.dataset.action;
    document.dispatchEvent(new Event("evr:changed"));
  });
  onDo(root, "hide-person", () => {
    details.forget();
    document.dispatchEvent(new Event("evr:changed"));
  });
}

function finder() {
  const form = h(
    "form",
    { class: "finder" },
    h("label", { for: "find-reference" }, "Reference"),
    h("input", { id: "find-reference", name: "reference", autocomplete: "off", required: true }),
    h("button", { class: "button quiet" }, "Open"),
    h("span", { class: "recent" }),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go("incident", form.elements.reference.value.trim());
  });
  return form;
}

async function refresh(reference, stale) {
  recent(reference);
  if (!reference) {
    show(parts.body, nothingChosen());
    return;
  }
  try {
    const found = await ask(session.person, "GET", `${incidentPath(reference)}?personal=false`);
    if (!stale()) draw(found);
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status === 0) throw problem;
    if (!stale()) show(parts.body, h("p", { class: "notice bad", role: "alert" }, problem.message));
  }
}

function nothingChosen() {
  const job = me()?.job;
  return h(
    "p",
    { class: "empty" },
    job ? ["Your job: ", incidentLink(job), "."] : "Choose an incident in the queue, or enter its reference.",
  );
}

function recent(reference) {
  if (reference && !seen.includes(reference)) seen.unshift(reference);
  const others = seen.filter((each) => each !== reference).slice(0, 4);
  show(
    parts.find.querySelector(".recent"),
    others.length > 0 && "Seen before: ",
    others.map((each) => h("span", { "data-key": each }, incidentLink(each), " ")),
  );
}

function draw(found) {
  details.about(found.reference);
  show(
    parts.body,
    h(
      "article",
      { class: "incident", "data-key": found.reference },
      h(
        "header",
        { class: "incident-head" },
        h("h3", {}, found.reference),
        statusChip(found.status),
        h("p", { class: "subject" }, typeWords(found.type), found.flags?.length > 0 && [" ", flagChips(found.flags)]),
      ),
      alerts(found),
      h(
        "div",
        { class: "columns" },
        h("div", { class: "column" }, actions(found), timeline(found)),
        h("div", { class: "column side" }, facts(found), details.region(found)),
      ),
    ),
  );
}

function alerts(found) {
  const nearest = deadlines(found.due)[0];
  return h(
    "ul",
    { class: "alerts" },
    found.status === "escalated" && h("li", { class: "bad" }, "Emergency: with the control room."),
    found.ended && found.status === "returned" && h("li", {}, `Back with the usual dispatch: ${reasonWords(found.ended)}.`),
    found.contact_suspended && h("li", { class: "bad" }, "Contact to the number on record is suspended: it was not safe."),
    found.updates_to_read?.length > 0 &&
      h("li", { class: "bad" }, `Not read yet: update ${found.updates_to_read.join(", ")} from the control room.`),
    nearest && h("li", {}, `${dueWords(nearest[0])}: `, deadline(nearest[1])),
    !found.arrived_at &&
      session.words.targets[found.grade] &&
      found.in_scope &&
      found.status !== "returned" &&
      h("li", {}, "Age against target: ", age(found)),
  );
}

function actions(found) {
  const open = actionsFor(found);
  const leading = open.filter((action) => action.leads);
  const rest = open.filter((action) => !action.leads);
  const action = open.find((each) => each.name === chosen);
  return h(
    "section",
    { class: "card actions", "data-key": "actions", "aria-labelledby": "actions-title" },
    h("h4", { id: "actions-title" }, "What you can do now"),
    !open.length && h("p", { class: "muted" }, nothingToDo(found)),
    found.link?.open && h("p", { class: "ways", "data-key": "room" }, officersRoom(found.reference)),
    h(
      "div",
      { class: "buttons" },
      leading.map((each) => button(each, "button")),
      rest.map((each) => button(each, each.grave ? "button quiet small warn" : "button quiet small")),
    ),
    h(
      "div",
      {
        class: "open-form",
        "data-keep": action
          ? `${found.reference}/${action.name}/${found.status}/${session.person.id}/${found.updates_to_read ?? ""}`
          : "none",
        "data-key": "form",
      },
      action && form(action, found),
    ),
  );
}

function nothingToDo({ status }) {
  if (status === "closed") return "Nothing: it is closed.";
  if (["returned", "escalated"].includes(status)) return "Nothing: it has left EVR.";
  return `Nothing, as ${session.person.name}. Others may: choose another person above.`;
}

function button(action, kind) {
  const expanded = String(action.name === chosen);
  return h(
    "button",
    {
      type: "button",
      class: kind,
      "data-do": "action",
      "data-action": action.name,
      "data-key": action.name,
      "aria-expanded": expanded,
    },
    action.label,
  );
}

function form(action, found) {
  return actionForm(
    action,
    found,
    () => {
      // Somebody quick may have opened the next one already.
      if (chosen === action.name) chosen = "";
      document.dispatchEvent(new Event("evr:changed"));
    },
    { heading: "h5" },
  );
}

function timeline(found) {
  return h(
    "section",
    { class: "card", "data-key": "timeline", "aria-labelledby": "timeline-title" },
    h("h4", { id: "timeline-title" }, "What happened, oldest first"),
    h(
      "ol",
      { class: "timeline" },
      (found.timeline ?? []).map((entry, n) => timelineItem(entry, n, details.texts)),
    ),
    h("p", { class: "muted" }, `Version ${found.version}, under policy ${found.policy}.`),
  );
}
