// What the person may do to an incident now, from the rules of the domain, and under which words.

import { hasRole, hasScope, session } from "./session.js";

/** Words for each command, and what leads where an incident stands. */
export const ACTIONS = {
  offer: "Record the offer",
  triage: "Review suitability",
  claim: "Claim this job",
  allocate: "Allocate",
  reassign: "Hand to a colleague",
  release: "Release to the queue",
  record_contact: "Record a telephone call",
  make_appointment: "Make an appointment",
  reassess_risk: "Look at the risk again",
  send_link: "Send the link",
  officer_join: "Join the call",
  pause: "Pause the call",
  resume: "Resume the call",
  close: "Close the link",
  tick_checklist: "Tick the checklist",
  submit: "Submit for review",
  review: "Evidential review",
  pause_review: "Pause the review",
  resume_review: "Take the review up again",
  record_dip_sample: "Record the dip sample",
  handover: "Acknowledge the handover",
  tell_victim: "Record that the victim was told",
  return_to_dispatch: "Return to dispatch",
  change_mind: "The victim wants a visit instead",
  escalate: "Escalate as an emergency",
  recall: "Recall the incident",
  update: "Send an update",
  advise: "Answer or advise the officer",
  acknowledge_update: "Mark an update as read",
  outcome: "Record an outcome",
};

const LEADING = {
  reported: ["offer"],
  offered: ["offer"],
  in_triage: ["triage"],
  queued: ["claim", "allocate"],
  claimed: ["record_contact", "send_link"],
  link_sent: ["officer_join"],
  in_call: ["tick_checklist", "close"],
  paused: ["resume"],
  call_closed: ["tick_checklist", "submit"],
  in_review: ["review", "resume_review"],
  desk_work: ["submit"],
  passed_on: ["handover", "tell_victim"],
  handed_over: ["tell_victim"],
  finalised: ["tell_victim"],
  escalated: ["close"],
};
const CLOSING = ["change_mind", "return_to_dispatch", "recall", "escalate"];

/** Paths that systems use: by the scope that opens them. */
const BY_SCOPE = {
  update: ["update", "updates", ["call_handler", "spoc"]],
  handover: ["handover", "handover", ["receiving_team"]],
  outcome: ["outcome", "outcome", ["records"]],
};

/** The actions open to the person, leading ones first: {name, label, path, schema, leads}. */
export function actionsFor(incident) {
  const open = hasScope("staff") ? staffActions(incident) : systemActions(incident);
  const leading = LEADING[incident.status] ?? [];
  const rank = (name) =>
    leading.includes(name) ? leading.indexOf(name) : CLOSING.includes(name) ? 100 + CLOSING.indexOf(name) : 50;
  return open
    .filter((action) => sensible(action.name, incident))
    .map((action) => ({
      ...action,
      label: label(action.name, incident),
      grave: CLOSING.includes(action.name),
      leads: leading.includes(action.name),
    }))
    .sort((a, b) => rank(a.name) - rank(b.name));
}

const label = (name, incident) => (name === "send_link" && incident.link ? "Send the link again" : (ACTIONS[name] ?? name));

function staffActions(incident) {
  return Object.keys(ACTIONS)
    .filter((name) => name !== "handover" && allowed(name, incident))
    .map((name) => described(name, `/commands/${name}`))
    .filter((action) => action.schema);
}

function systemActions(incident) {
  return Object.entries(BY_SCOPE)
    .filter(([scope, [name]]) => hasScope(scope) && session.words.rules[name].statuses.includes(incident.status))
    .map(([, [name, path]]) => described(name, `/${path}`));
}

function described(name, path) {
  const operation = session.openapi.paths[`/v1/incidents/{reference}${path}`]?.post;
  const reference = operation?.requestBody?.content["application/json"].schema.$ref;
  return { name, path, schema: reference ? session.openapi.components.schemas[reference.split("/").pop()] : null };
}

/** Role, status, and who holds the job. The API checks all of it again; this only spares people useless buttons. */
function allowed(name, incident) {
  const rule = session.words.rules[name];
  const roles = session.person.roles.filter((role) => rule?.roles.includes(role));
  if (!roles.length || !rule.statuses.includes(incident.status)) return false;
  const onlyOfficer = roles.length === 1 && roles[0] === "officer";
  return !(rule.holder_only && onlyOfficer) || incident.officer === session.person.id;
}

/** Not against the rules, but without use as the incident stands. */
function sensible(name, incident) {
  if (name === "acknowledge_update") return incident.updates_to_read?.length > 0;
  if (name === "advise") return Boolean(incident.officer);
  if (name === "resume_review") return Boolean(incident.review?.paused);
  if (name === "pause_review") return !incident.review?.paused;
  if (name === "record_dip_sample") return Boolean(incident.dip_sample && !incident.dip_sample.recorded_at);
  if (name === "tell_victim") return !incident.victim_told_at;
  if (incident.status === "escalated" && ["officer_join", "close"].includes(name)) return Boolean(incident.link?.open);
  if (name === "officer_join") return !incident.call?.officer_joined_at;
  if (name === "claim") return hasRole("officer") && !incident.appointment;
  if (name === "allocate") return !incident.appointment;
  return true;
}
