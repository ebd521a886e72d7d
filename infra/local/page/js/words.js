// Plain words for codes that the API uses. What a force names itself comes from its policy (session.words).

import { session } from "./session.js";

/** Status: its words, and the family that gives the chip its tint. */
const STATUSES = {
  reported: ["Offer not recorded", "waiting"],
  offered: ["Offered, answers to come", "waiting"],
  in_triage: ["Suitability review", "waiting"],
  queued: ["In the queue", "waiting"],
  claimed: ["With an officer", "active"],
  link_sent: ["Link sent", "active"],
  in_call: ["In the call", "active"],
  paused: ["Call paused", "active"],
  call_closed: ["Call over, record to submit", "active"],
  in_review: ["Evidential review", "review"],
  desk_work: ["Desk work", "review"],
  passed_on: ["Passed on, not acknowledged", "review"],
  handed_over: ["Handed over, victim to be told", "review"],
  finalised: ["Finalised, victim to be told", "review"],
  closed: ["Closed", "done"],
  returned: ["Back with dispatch", "gone"],
  escalated: ["Emergency", "alarm"],
};

export const statusWords = (status) => STATUSES[status]?.[0] ?? plain(status);
export const statusFamily = (status) => STATUSES[status]?.[1] ?? "gone";

/** "no_such_update" -> "No such update" */
export function plain(code) {
  const words = String(code).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const lower = (text) => text.charAt(0).toLowerCase() + text.slice(1);

export const typeWords = (type) => session.words.types[type] ?? plain(type);
export const flagWords = (flag) => session.words.flags[flag] ?? plain(flag);
export const receiverWords = (code) => session.words.receivers[code] ?? plain(code);
export const outcomeWords = (code) => (session.words.outcomes[code] ? `${code}: ${session.words.outcomes[code]}` : code);
/** Why a message did not arrive, after what became of it; nothing when it has. */
export const undeliveredWords = (reason) => (reason ? `: ${session.words.undelivered[reason] ?? plain(reason)}` : "");
export const checklistWords = (code) => session.words.checklist[code] ?? plain(code);
export const questionWords = (code) => session.words.questions[code] ?? plain(code);

const BUILT_IN = {
  out_of_scope: "grade or type is not for EVR",
  control_arm: "control arm of the trial",
  not_eligible: "not eligible for a video call",
  declined: "the victim said no thanks",
  not_offered: "EVR was not offered",
  not_safe: "the victim said silently that it is not safe",
};

/** Any reason a force has, of whatever kind, in lower case for the middle of a sentence. */
export function reasonWords(code) {
  const groups = [session.words.not_offered_reasons, ...Object.values(session.words.reasons)];
  const found = groups.find((group) => group[code]);
  return BUILT_IN[code] ?? (found ? lower(found[code]) : lower(plain(code)));
}

const DUE = {
  offer_missing: "Offer to be recorded",
  response_nearing: "Target is near",
  response_missed: "Target",
  risk: "Risk to be looked at again",
  appointment: "Appointment",
  claim_idle: "Nothing since the claim",
  room_unattended: "Officer to join the victim",
  link_expiring: "Link runs out soon",
  link_expired: "Link runs out",
  review_nearing: "Review is due soon",
  review_overdue: "Review due",
  desk_work_overdue: "Desk work due",
  handover_unacknowledged: "Handover to be acknowledged",
  victim_update_nearing: "Victim to be told soon",
  victim_update_overdue: "Victim to be told by",
};
export const dueWords = (kind) => DUE[kind] ?? plain(kind);

/** When a warning is given is nobody's deadline. */
const WARNINGS = new Set(["response_nearing", "link_expiring", "review_nearing", "victim_update_nearing"]);

/** The deadlines that stand, nearest first, without their warnings: [kind, moment]. */
export const deadlines = (due) =>
  Object.entries(due ?? {})
    .filter(([kind]) => !WARNINGS.has(kind))
    .sort((a, b) => a[1].localeCompare(b[1]));

const FELL = {
  offer_missing: "Nobody has recorded an offer yet",
  response_nearing: "The response target is near",
  response_missed: "The response target was missed",
  risk: "The victim's risk is to be looked at again",
  appointment: "The time of the appointment has come",
  claim_idle: "Nothing has happened since the claim",
  room_unattended: "The victim waits in the room and no officer has joined",
  link_expiring: "The link runs out soon",
  link_expired: "The link has run out",
  review_nearing: "The review is due soon",
  review_overdue: "The review is overdue",
  desk_work_overdue: "The desk work is overdue",
  handover_unacknowledged: "The handover was not acknowledged in time",
  victim_update_nearing: "The victim is to be told soon",
  victim_update_overdue: "The victim should have been told",
};
export const fellDueWords = (kind) => FELL[kind] ?? plain(kind);

const CHOICES = {
  queue: "The queue: oldest report first",
  allocate: "Allocate: the next available officer",
  spoke: "Spoke to the victim, who is somewhere suitable",
  no_answer: "No answer",
  message_left: "Message left",
  wrong_person: "Somebody else answered",
  number_not_in_use: "Number is not in use",
  unsafe: "Not safe: do not use this number",
  sms: "Text message",
  unchanged: "Unchanged",
  evidence_review: "To look at evidence",
  sergeant_advice: "To ask a sergeant",
  victim_break: "The victim needs a break",
  interpreter: "An interpreter",
  hearing: "Help with hearing",
  sight: "Help with sight",
  reading: "Help with reading or writing",
  other: "Other",
  suspect_identified: "Suspect identified, realistic prospect: to patrol",
  further_enquiries: "Lines of enquiry or a visit: to patrol or neighbourhood",
  desk_enquiries: "Unclear, desk-based enquiries: back to the EVR officer",
  finalise: "Cannot be progressed: finalised within EVR",
  in_person: "In person",
  done: "Done",
  not_needed: "Not needed",
  to_do: "Still to do",
  outcome: "Crime outcome",
  interview: "Voluntary interview",
};
export const choiceWords = (code) => CHOICES[code] ?? plain(code);

const ROLES = { spoc: "FCR SPOC", officer: "EVR officer", sergeant: "EVR sergeant" };
export const roleWords = (role) => ROLES[role] ?? plain(role);
