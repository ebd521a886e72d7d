// The facts of an incident as a list of terms: nothing here says who the victim is.

import { h } from "./dom.js";
import { nameOf } from "./session.js";
import { dated, span } from "./times.js";
import {
  checklistWords,
  choiceWords,
  deadlines,
  dueWords,
  lower,
  outcomeWords,
  plain,
  reasonWords,
  receiverWords,
  undeliveredWords,
} from "./words.js";

export function facts(found) {
  const rows = [
    ["Reported", `${dated(found.reported_at)}, by ${found.channel === "online" ? "the online form" : found.channel}`],
    ["Grade", found.grade],
    ["EVR", found.in_scope ? eligibility(found) : "not in scope"],
    ["Response", found.level && (found.level === "allocate" ? "allocated" : "queue")],
    ["Officer", found.officer && nameOf(found.officer)],
    ["Appointment", found.appointment && dated(found.appointment)],
    ["Telephoned", found.contacts ? `${found.contacts} time${found.contacts > 1 ? "s" : ""}` : null],
    [
      "Arrived",
      found.arrived_at &&
        `${dated(found.arrived_at)}, after ${span((new Date(found.arrived_at) - new Date(found.reported_at)) / 1000)}`,
    ],
    ["Link", found.link && link(found.link)],
    ["Call", found.call && call(found.call)],
    ["Checklist", checklist(found.checklist)],
    ["Review", found.review && review(found.review)],
    ["Victim told", found.victim_told_at && dated(found.victim_told_at)],
    ["Handed over", found.handed_over_at && dated(found.handed_over_at)],
    ["Outcome", found.outcomes?.map(outcomeWords).join("; ")],
    ["Rights", found.enhanced ? "enhanced under the Victims' Code" : null],
  ].filter(([, value]) => value);
  return h(
    "section",
    { class: "card", "data-key": "facts", "aria-labelledby": "facts-title" },
    h("h4", { id: "facts-title" }, "Facts"),
    h(
      "dl",
      { class: "facts" },
      rows.map(([term, value]) => h("div", { "data-key": term }, h("dt", {}, term), h("dd", {}, value))),
    ),
    standing(found.due),
  );
}

function eligibility(found) {
  if (found.not_offered) return `not offered: ${reasonWords(found.not_offered)}`;
  if (found.eligible === true) return "offered and eligible";
  if (found.eligible === false) return "offered, not eligible";
  return found.offered_at ? "offered" : "in scope, to be offered";
}

const link = ({ number, channel, device, delivery, reason, open, possibly_twice: twice }) =>
  `${channel === "sms" ? "text" : "email"} to a ${device}, ${delivery}${undeliveredWords(reason)}${twice ? ", possibly twice" : ""}; ${open ? "open" : "closed for good"}${number > 1 ? `; number ${number}` : ""}`;

function call({
  started_at: started,
  ended_at: ended,
  victim_joined_at: victim,
  officer_joined_at: officer,
  paused_by: by,
  pause_reason: why,
}) {
  if (ended) return started ? `${dated(started)}, took ${span((new Date(ended) - new Date(started)) / 1000)}` : "none took place";
  if (by) return `paused by ${by === "victim" ? "the victim" : "the police"}: ${lower(choiceWords(why))}`;
  if (started) return `since ${dated(started)}`;
  return victim ? "the victim waits in the room" : officer ? "the officer waits in the room" : null;
}

function checklist(items) {
  const codes = Object.keys(items ?? {});
  if (!codes.length) return null;
  return h(
    "ul",
    { class: "plain" },
    codes.map((code) => h("li", { "data-key": code }, `${checklistWords(code)}: ${lower(plain(items[code]))}`)),
  );
}

function review({ due, decision, reviewer, receiver, paused, submissions, tell_victim_by: by }) {
  const parts = [
    decision ? `${choiceWords(decision)} (${nameOf(reviewer)})` : `due ${dated(due)}`,
    receiver && `for ${receiverWords(receiver)}`,
    paused && `paused: ${reasonWords(paused)}`,
    submissions > 1 && `submitted ${submissions} times`,
    by && `victim to be told by ${dated(by)}`,
  ];
  return h(
    "ul",
    { class: "plain" },
    parts.filter(Boolean).map((part) => h("li", {}, part)),
  );
}

function standing(due) {
  const sorted = deadlines(due);
  if (!sorted.length) return null;
  return [
    h("h5", {}, "Deadlines"),
    h(
      "ul",
      { class: "plain" },
      sorted.map(([kind, at]) => h("li", { "data-key": kind }, `${dueWords(kind)}: ${dated(at)}`)),
    ),
  ];
}
