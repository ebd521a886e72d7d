// The timeline of an incident in plain words: each event as a sentence, and the texts that belong to it when they may be seen.

import { h } from "./dom.js";
import { nameOf } from "./session.js";
import { clock, dated } from "./times.js";
import {
  checklistWords,
  choiceWords,
  fellDueWords,
  lower,
  outcomeWords,
  plain,
  questionWords,
  reasonWords,
  receiverWords,
  undeliveredWords,
} from "./words.js";

const list = (codes, words) => (codes ?? []).map(words).join("; ");

const needsWords = (d) =>
  [...(d.accompanied ? ["a parent or carer joins"] : []), ...(d.needs ?? []).map((each) => lower(choiceWords(each)))].join(", ") ||
  "nothing special";

const SENTENCES = {
  StatementWritten: (d) => `Statement ${d.number} ${d.edition === 1 ? "written" : "changed"}`,
  StatementShown: (d) => `Statement ${d.number} is on the victim's screen to read`,
  StatementLocked: (d) => `Statement ${d.number} is ready to be signed`,
  StatementChangeWanted: (d) => `The victim wants something changed in statement ${d.number}`,
  StatementSigned: (d) => `Statement ${d.number} signed`,
  StatementPrinted: (d) => `Statement ${d.number} was made a signed PDF`,
  Reported: (d) => (d.in_scope ? "Reported; EVR is to be offered" : "Reported; not within EVR's scope"),
  TrialArmSet: (d) => `Trial arm: ${d.arm}`,
  OfferMade: () => "EVR offered to the victim",
  OfferNotMade: (d) => `EVR not offered: ${reasonWords(d.reason)}`,
  OfferDeclined: () => "The victim declined EVR",
  EligibilityChecked: (d) =>
    d.reasons?.length ? `Not eligible. Answered "no": ${list(d.reasons, questionWords)}` : "Eligible for a video call",
  Returned: (d) => `Back to the usual dispatch: ${reasonWords(d.reason)}`,
  FoundSuitable: (d) => (d.level === "allocate" ? "Found suitable; to be allocated" : "Found suitable for EVR"),
  Queued: (d) => `${d.priority ? "In the priority lane" : "In the queue"}${QUEUED_WHY[d.why] ?? ""}`,
  Claimed: (d) => (d.how === "allocated" ? `Allocated to ${nameOf(d.officer)}` : `Claimed by ${nameOf(d.officer)}`),
  Reassigned: (d) => `Handed from ${nameOf(d.was)} to ${nameOf(d.officer)}`,
  Released: (d) => `Released by ${nameOf(d.officer)}: ${reasonWords(d.reason)}. The time reported keeps its place`,
  ContactAttempted: (d) => `Telephoned: ${lower(choiceWords(d.result))}`,
  AppointmentMade: (d) => `Appointment made for ${dated(d.appointment)}`,
  RiskReassessed: (d) => `Risk looked at again: ${d.result}`,
  LinkSent: (d) =>
    `${d.number > 1 ? "Link sent again" : "Link sent (arrived)"} by ${d.channel === "sms" ? "text" : "email"} to a ${d.device}`,
  LinkDelivery: (d) =>
    `Message with the link: ${DELIVERY[d.status] ?? d.status}${undeliveredWords(d.reason)}${d.possibly_twice ? ", possibly twice" : ""}`,
  VictimJoined: (d) => `The victim joined${d.safe ? ", and says that it is safe to talk" : ""}`,
  NeedsTold: (d) => `The victim told what they need: ${needsWords(d)}`,
  VictimAsked: (d) =>
    d.what === "stop"
      ? "The victim does not want to go on for now"
      : `The victim asks for another time${d.wanted ? `, from ${dated(d.wanted)}` : ""}`,
  CodeGiven: (d) => `A code to read out was made; it works until ${dated(d.until)}`,
  CodeUsed: () => "The victim came in with the code",
  OfficerJoined: () => "The officer joined",
  CallStarted: () => "The call began",
  CallPaused: (d) => `Paused by ${d.by === "victim" ? "the victim" : "the police"}: ${lower(choiceWords(d.reason))}`,
  CallResumed: (d) => `Resumed by ${d.by === "victim" ? "the victim" : "the police"}`,
  CallClosed: (d) => (d.held ? "Call over; the link is closed for good" : "Link closed for good; there was no call"),
  FileAdded: (d) => `File ${d.number} announced`,
  FileFinished: (d) => `File ${d.number} sent`,
  FileArrived: (d) => `File ${d.number} has arrived${d.same === false ? "; it is NOT what the sender's device sent" : ""}`,
  FileRefused: (d) => `File ${d.number} refused on arrival for its ${d.reason === "size" ? "size" : "content"}; it is kept`,
  FileGivenUp: (d) => `File ${d.number} not sent`,
  FileShown: (d) => `File ${d.number} was shown`,
  CustodyAsked: () => "Chain of custody asked for",
  CustodyMade: () => "Chain of custody made",
  CustodyShown: () => "Chain of custody was shown",
  RecordingJoined: (d) => `Recording ${d.number} is kept${d.playable ? "" : "; it cannot be played"}`,
  NothingRecorded: () => "NOTHING was recorded of the call",
  RecordingRetained: (d) => `Recording ${d.number} is kept until ${dated(d.until)} at least`,
  RecordingsGrouped: (d) => `Recordings kept as: ${plain(d.group)}`,
  RecordingsHeld: () => "Legal hold on the recordings",
  RecordingsReleased: () => "Legal hold on the recordings lifted",
  RecordingShown: (d) => `Recording ${d.number} was shown (${lower(plain(d.what))})`,
  RedactionAsked: (d) => `Export ${d.redaction} of recording ${d.number} asked for, with ${d.spans.length} spans taken out`,
  RedactionMade: (d) => `Export ${d.redaction} of recording ${d.number} was made`,
  ChecklistTicked: (d) => `Checklist. ${ticks(d.items)}`,
  Submitted: (d) =>
    `Record submitted; review due ${dated(d.due)}` +
    (d.unanswered?.length ? `. Not answered: ${list(d.unanswered, (code) => lower(checklistWords(code)))}` : ""),
  ReviewPaused: (d) => `Review paused: ${reasonWords(d.reason)}. Its clock runs on`,
  ReviewResumed: () => "Review taken up again",
  Reviewed: (d) => `Reviewed: ${lower(choiceWords(d.decision))}${d.receiver ? ` (${receiverWords(d.receiver)})` : ""}`,
  DipSampleDrawn: () => "Drawn for a dip sample",
  DipSampleRecorded: (d) => `Dip sample recorded: ${d.satisfactory ? "" : "not "}satisfactory`,
  HandoverAcknowledged: (d) => `Handover acknowledged${d.team ? ` by ${receiverWords(d.team)}` : ""}`,
  VictimTold: (d) => `The victim was told: ${lower(choiceWords(d.how))}`,
  Closed: () => "Closed",
  Escalated: (d) => `EMERGENCY, to the control room: ${reasonWords(d.reason)}`,
  UpdateReceived: (d) =>
    d.kind === "advice" ? `Update ${d.number}: a sergeant's advice` : `Update ${d.number} from the control room (${d.kind})`,
  UpdateAcknowledged: (d) => `Update ${d.number} read`,
  OutcomeRecorded: (d) => (d.kind === "outcome" ? `Outcome ${outcomeWords(d.code)}` : `${plain(d.kind)} recorded`),
  DetailsShown: () => "The victim's details were shown",
  FellDue: (d) => `${fellDueWords(d.kind)} (${clock(d.due)})`,
};

const QUEUED_WHY = {
  released: " again",
  appointment: ": the appointment's time has come",
  risk_raised: ": the risk has risen",
  allocated: ": waits for the next available officer",
};

const DELIVERY = {
  sent: "sent",
  delivered: "delivered",
  failed: "could not be delivered",
  unknown: "nothing known",
  sending: "on its way",
};

function ticks(items) {
  const of = (tick) => Object.keys(items ?? {}).filter((code) => items[code] === tick);
  return [
    ["done", "Done"],
    ["not_needed", "Not needed"],
    ["to_do", "Still to do"],
  ]
    .filter(([tick]) => of(tick).length)
    .map(([tick, words]) => `${words}: ${list(of(tick), (code) => lower(checklistWords(code)))}`)
    .join(". ");
}

/** Say an event, the one kind of entry whose details may name texts. */
export function sentence(entry) {
  const say = SENTENCES[entry.event];
  return say ? say(entry.details ?? {}) : plain(entry.event);
}

/** An event as a list item. `texts` are there once somebody was allowed to see them. */
export function timelineItem(entry, number, texts = {}) {
  const found = Object.values(entry.details ?? {})
    .flat()
    .filter((value) => typeof value === "string" && texts[value] !== undefined);
  const alarm = entry.event === "Escalated";
  return h(
    "li",
    { "data-key": `${entry.version}-${number}`, class: alarm ? "event alarm" : "event" },
    h("time", { datetime: entry.at, title: entry.at }, clock(entry.at, { seconds: true })),
    h(
      "div",
      {},
      h("p", { class: "what" }, sentence(entry)),
      found.map((reference) => h("blockquote", {}, texts[reference])),
      h("p", { class: "by" }, `by ${nameOf(entry.by)}`),
    ),
  );
}
