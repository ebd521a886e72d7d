// What the fields of commands are called, what helps to fill them in, and the order of their choices.

export const LABELS = {
  made: "Was EVR offered?",
  accepted: "Did the victim accept?",
  suitable: "Suitable for a video call?",
  level: "Level of response",
  officer: "Officer",
  reason: "Reason",
  note: "Note",
  result: "Result",
  at: "When",
  channel: "How to send it",
  device: "To which device",
  to: "Another number or address",
  question: "Question",
  items: "What was done in the call",
  summary: "Investigation record",
  lines_of_enquiry: "Lines of enquiry",
  decision: "Decision",
  plan: "Investigation plan",
  receiver: "Receiving team",
  how: "How",
  update: "Which update",
  text: "What is new",
  kind: "Kind",
  code: "Outcome code",
  team: "Team",
  companion: "Who joins the victim",
  answers: "The victim's answers",
  contact_within_target: "Was the victim contacted within the target?",
  victim_suitably_treated: "Was the victim treated suitably?",
  record_complete: "Is the record complete?",
  safeguarding_considered: "Was safeguarding considered?",
  right_decision: "Was it the right decision?",
  satisfactory: "Satisfactory on the whole?",
};
export const HINTS = {
  to: "Only when it is not the one on record.",
  lines_of_enquiry: "One a line.",
  plan: "Needed unless the incident is finalised.",
  receiver: "When it is passed on; patrol if left empty.",
  "triage.officer": "Only to allocate it to somebody in particular.",
  "triage.reason": "Only when it is not suitable.",
  "allocate.officer": "Leave empty for the next available officer.",
};

const ORDER = {
  result: ["spoke", "no_answer", "message_left", "wrong_person", "number_not_in_use", "unsafe", "unchanged", "raised", "lowered"],
  decision: ["suspect_identified", "further_enquiries", "desk_enquiries", "finalise"],
  level: ["queue", "allocate"],
  channel: ["sms", "email"],
  device: ["phone", "tablet", "laptop"],
  kind: ["information", "risk", "contact", "outcome", "arrest", "interview"],
  how: ["phone", "video", "email", "letter", "in_person", "text"],
};
export const ordered = (name, codes) =>
  [...codes].sort((a, b) => (ORDER[name] ?? codes).indexOf(a) - (ORDER[name] ?? codes).indexOf(b));
