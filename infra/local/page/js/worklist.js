// A worklist: what it is called, which columns it has, and its lines.

import { age, chip, deadline, flagChips, incidentLink, statusChip } from "./chips.js";
import { h } from "./dom.js";
import { hasRole, nameOf } from "./session.js";
import { deadlines, dueWords, reasonWords, receiverWords, typeWords } from "./words.js";

/** Name of the list in the API: its title and what it holds. */
export const LISTS = {
  offers: ["Offers", "Reported and in scope: the offer, or the victim's answers, are still to be recorded."],
  triage: [
    "Suitability",
    "A sergeant decides whether it suits a video call, and whether it waits in the queue or goes to an officer at once.",
  ],
  queue: [
    "Queue",
    "Waiting for an officer, in the order in which jobs are claimed: priority lane first, then by the time reported.",
  ],
  appointments: [
    "Appointments",
    "Victims who asked for another time. At that time the job comes back at the front of the queue.",
  ],
  held: ["With officers", "Claimed, and under way."],
  reviews: ["Reviews", "Waiting for a sergeant's evidential review, the one due first in front."],
  desk: ["Desk work", "Sent back to the EVR officer with an investigation plan."],
  handovers: ["Handovers", "Passed on; the receiving team has not acknowledged yet."],
  telling: ["To be told", "Decided or handed over; the victim is still to be told."],
  dip_samples: ["Dip samples", "Calls drawn by lot for a second look by a sergeant who did not take them."],
};

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
  dip_samples: ["reference", "type", "status", "officer"],
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
  type: (entry) => [
    h("span", {}, typeWords(entry.type)),
    entry.updates_to_read?.length && chip(`${entry.updates_to_read.length} new from the FCR`, "waiting"),
  ],
  age,
  flags: (entry) =>
    entry.priority || entry.flags?.length
      ? [entry.priority && chip("Priority lane", "alarm"), flagChips(entry.flags)]
      : h("span", { class: "muted" }, "None"),
  due: (entry) => nextDue(entry.due),
  status: (entry) => statusChip(entry.status),
  officer: (entry) => (entry.officer ? nameOf(entry.officer) : ""),
  appointment: (entry) => deadline(entry.appointment),
  reviewDue: (entry) => deadline(entry.review.due),
  paused: (entry) =>
    entry.review.paused ? chip(`Paused: ${reasonWords(entry.review.paused)}`, "waiting") : chip("To be reviewed", "review"),
  receiver: (entry) => receiverWords(entry.review.receiver),
  triage: (entry) =>
    hasRole("sergeant")
      ? h(
          "button",
          { type: "button", class: "button small quiet", "data-do": "triage", "data-reference": entry.reference },
          "Review",
          h("span", { class: "unseen" }, ` ${entry.reference}`),
        )
      : h("span", { class: "muted" }, "By a sergeant"),
};

function nextDue(due) {
  const [kind, at] = deadlines(due)[0] ?? [];
  return kind ? h("span", {}, `${dueWords(kind)} `, deadline(at)) : h("span", { class: "muted" }, "None");
}

/** A worklist as a table; on a narrow screen each line becomes a card. */
export function worklist(name, items) {
  const columns = COLUMNS[name];
  const heads = columns.map((column) => h("th", { scope: "col", role: "columnheader" }, HEADINGS[column]));
  const rows = items.map((entry, n) =>
    h(
      "tr",
      { role: "row", "data-key": entry.reference },
      columns.map((column) =>
        h("td", { role: "cell", "data-label": HEADINGS[column], class: `cell-${column}` }, h("div", {}, CELLS[column](entry, n))),
      ),
    ),
  );
  return h(
    "table",
    { class: "worklist", role: "table", "data-key": name, "aria-label": LISTS[name][0] },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, heads)),
    h("tbody", { role: "rowgroup" }, rows),
  );
}
