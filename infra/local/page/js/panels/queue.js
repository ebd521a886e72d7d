// The worklists: what waits, for whom, since when. One is shown, the others are counted.

import { Problem, ask, once } from "../api.js";
import { actionForm } from "../action-form.js";
import { actionsFor } from "../actions.js";
import { age, deadline, flagChips, incidentLink, chip, statusChip } from "../chips.js";
import { h, onDo, show } from "../dom.js";
import { findPerson, hasRole, me, nameOf, session } from "../session.js";
import { announce } from "../told.js";
import { current, go } from "../tabs.js";
import { clock } from "../times.js";
import { deadlines, dueWords, receiverWords, reasonWords, typeWords } from "../words.js";
import { actAsButton } from "../who.js";

const LISTS = {
  offers: ["Offers", "Reported and in scope: the offer, or the victim's answers, are still to be recorded."],
  triage: ["Suitability", "A sergeant decides whether it suits a video call, and whether it waits in the queue or goes to an officer at once."],
  queue: ["Queue", "Waiting for an officer, in the order in which jobs are claimed: priority lane first, then by the time reported."],
  appointments: ["Appointments", "Victims who asked for another time. At that time the job comes back at the front of the queue."],
  held: ["With officers", "Claimed, and under way."],
  reviews: ["Reviews", "Waiting for a sergeant's evidential review, the one due first in front."],
  desk: ["Desk work", "Sent back to the EVR officer with an investigation plan."],
  handovers: ["Handovers", "Passed on; the receiving team has not acknowledged yet."],
  telling: ["To be told", "Decided or handed over; the victim is still to be told."],
};
const PAGE = 100;
const counts = new Map();
let counted = 0;
let parts;

export const queue = { id: "queue", title: "Queue", mount, refresh };

function mount(root) {
  parts = {
    lead: h("div", { class: "lead" }),
    lists: h("div", { class: "lists", role: "group", "aria-label": "Worklists" }),
    about: h("div", {}),
    triage: h("div", { class: "open-form" }),
    table: h("div", {}),
  };
  root.append(h("h2", {}, "Queue and worklists"), parts.lead, parts.lists, parts.about, parts.triage, parts.table);
  onDo(root, "claim", claim);
  onDo(root, "list", (button) => go("queue", button.dataset.list));
  onDo(root, "triage", (button) => openTriage(button.dataset.reference));
}

async function refresh(rest, stale) {
  const name = LISTS[rest] ? rest : "queue";
  const page = await ask(session.person, "GET", `/v1/lists/${name}?limit=${PAGE}`);
  if (stale()) return;
  counts.set(name, page.cursor ? `${PAGE}+` : page.items.length);
  draw(name, page.items);
  await countOthers(name, stale);
}

/** The others are counted less often: each count is a call. */
async function countOthers(shown, stale) {
  const who = `${session.person.force}/${session.person.id}`;
  if (counted && Date.now() - counted.at < 10000 && counted.who === who) return;
  counted = { at: Date.now(), who };
  const others = Object.keys(LISTS).filter((name) => name !== shown);
  const pages = await Promise.all(others.map((name) => ask(session.person, "GET", `/v1/lists/${name}?limit=${PAGE}`)));
  others.forEach((name, n) => counts.set(name, pages[n].cursor ? `${PAGE}+` : pages[n].items.length));
  if (!stale()) drawLists(shown);
}

function draw(name, items) {
  drawLead();
  drawLists(name);
  const [title, words] = LISTS[name];
  show(parts.about, h("h3", {}, title), h("p", { class: "explains" }, words));
  if (name !== "triage") show(parts.triage);
  show(parts.table, items.length ? table(name, items) : h("p", { class: "empty" }, "Nothing here at the moment."));
}

function drawLists(shown) {
  show(
    parts.lists,
    Object.entries(LISTS).map(([name, [title]]) =>
      h(
        "button",
        { type: "button", class: "list-choice", "data-do": "list", "data-list": name, "data-key": name, "aria-pressed": String(name === shown) },
        h("span", {}, title),
        h("span", { class: "count" }, counts.has(name) ? counts.get(name) : "…"),
      ),
    ),
  );
}

/** What the person can do with the queue as a whole. */
function drawLead() {
  const officer = me();
  if (hasRole("officer") && officer?.job) {
    show(parts.lead, h("p", {}, "You hold ", incidentLink(officer.job), ". Submit, release or hand it over before you claim another."));
  } else if (hasRole("officer") && officer?.duty === "on") {
    show(parts.lead, h("button", { type: "button", class: "button", "data-do": "claim" }, "Claim the next job"));
  } else if (hasRole("officer")) {
    show(parts.lead, h("p", {}, officer?.duty === "break" ? "You are on a break: come back to claim a job." : "Start your shift, above, to claim a job."));
  } else {
    show(parts.lead, h("p", {}, "Officers claim from here."), freeOfficer());
  }
}

function freeOfficer() {
  const free = findPerson((each) => {
    const officer = session.officers.get(each.id);
    return officer?.duty === "on" && !officer.job && officer.record.roles.includes("officer");
  });
  return free && actAsButton(free, `Act as ${free.id} ${free.name}, who is free`);
}

const COLUMNS = {
  offers: ["reference", "type", "age", "status"],
  triage: ["reference", "type", "age", "flags", "due", "triage"],
  queue: ["place", "reference", "type", "age", "flags", "due"],
  appointments: ["reference", "type", "appointment", "age"],
  held: ["reference", "type", "status", "officer", "age", "due"],
  reviews: ["reference", "type", "reviewDue", "officer", "paused"],
  desk: ["reference", "type", "officer", "due"],
  handovers: ["reference", "type", "receiver", "due"],
  telling: ["reference", "type", "status", "officer", "due"],
};
const HEADINGS = {
  place: "Place",
  reference: "Reference",
  type: "Type",
  age: "Age against target",
  flags: "Lane and flags",
  due: "Next deadline",
  status: "Status",
  officer: "Officer",
  appointment: "Appointment",
  reviewDue: "Review due",
  paused: "State",
  receiver: "Receiving team",
  triage: "Review",
};

const CELLS = {
  place: (entry, n) => n + 1,
  reference: (entry) => incidentLink(entry.reference),
  type: (entry) => [h("span", {}, typeWords(entry.type)), entry.updates_to_read?.length && chip(`${entry.updates_to_read.length} new from the FCR`, "waiting")],
  age,
  flags: (entry) =>
    entry.priority || entry.flags?.length ? [entry.priority && chip("Priority lane", "alarm"), flagChips(entry.flags)] : h("span", { class: "muted" }, "None"),
  due: (entry) => nextDue(entry.due),
  status: (entry) => statusChip(entry.status),
  officer: (entry) => (entry.officer ? nameOf(entry.officer) : ""),
  appointment: (entry) => deadline(entry.appointment),
  reviewDue: (entry) => deadline(entry.review.due),
  paused: (entry) => (entry.review.paused ? chip(`Paused: ${reasonWords(entry.review.paused)}`, "waiting") : chip("To be reviewed", "review")),
  receiver: (entry) => receiverWords(entry.review.receiver),
  triage: (entry) =>
    hasRole("sergeant")
      ? h("button", { type: "button", class: "button small quiet", "data-do": "triage", "data-reference": entry.reference }, "Review", h("span", { class: "unseen" }, ` ${entry.reference}`))
      : h("span", { class: "muted" }, "By a sergeant"),
};

function nextDue(due) {
  const [kind, at] = deadlines(due)[0] ?? [];
  return kind ? h("span", {}, `${dueWords(kind)} `, deadline(at)) : h("span", { class: "muted" }, "None");
}

function table(name, items) {
  const columns = COLUMNS[name];
  const heads = columns.map((column) => h("th", { scope: "col", role: "columnheader" }, HEADINGS[column]));
  const rows = items.map((entry, n) =>
    h(
      "tr",
      { role: "row", "data-key": entry.reference },
      columns.map((column) => h("td", { role: "cell", "data-label": HEADINGS[column], class: `cell-${column}` }, h("div", {}, CELLS[column](entry, n)))),
    ),
  );
  return h(
    "table",
    { class: "worklist", role: "table", "data-key": name, "aria-label": LISTS[name][0] },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, heads)),
    h("tbody", { role: "rowgroup" }, rows),
  );
}

async function claim(button) {
  button.disabled = true;
  try {
    const answer = await ask(session.person, "POST", "/v1/queue/claim", {}, once());
    announce(`${answer.reference} is yours.`);
    go("incident", answer.reference);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    announce(problem.message);
  } finally {
    button.disabled = false;
  }
}

/** The sergeant's suitability review, without leaving the list. */
async function openTriage(reference) {
  const incident = await ask(session.person, "GET", `/v1/incidents/${encodeURIComponent(reference)}?personal=false`);
  const action = actionsFor(incident).find((each) => each.name === "triage");
  if (!action || current().panel !== queue) return;
  const flagged = (incident.flags ?? []).filter((flag) => session.words.allocate_flags.includes(flag));
  const form = actionForm(action, incident, () => {
    show(parts.triage);
    document.dispatchEvent(new Event("evr:changed"));
  }, { title: `Suitability review of ${reference}`, heading: "h4" });
  form.querySelector("h4").after(
    h("p", { class: "explains" }, typeWords(incident.type), ", reported ", clock(incident.reported_at), ". ", flagged.length ? "Flagged: allocation to the next available officer is suggested." : "No flag that suggests allocation."),
  );
  if (flagged.length) form.querySelector("[name=level]").value = "allocate";
  parts.triage.replaceChildren(form);
  form.querySelector("input, select").focus();
}
