"""Plain words for codes. What a force names itself comes from its policy, the rest stands here."""

from __future__ import annotations

from ..domain.delivery import Undelivered
from ..domain.policy import Policy
from ..domain.words import Status

STATUSES: dict[Status, str] = {
    Status.REPORTED: "Offer not recorded",
    Status.OFFERED: "Offered, answers to come",
    Status.IN_TRIAGE: "Suitability review",
    Status.QUEUED: "In the queue",
    Status.CLAIMED: "With an officer",
    Status.LINK_SENT: "Link sent",
    Status.IN_CALL: "In the call",
    Status.PAUSED: "Call paused",
    Status.CALL_CLOSED: "Call over, record to submit",
    Status.IN_REVIEW: "Evidential review",
    Status.DESK_WORK: "Desk work",
    Status.PASSED_ON: "Passed on, not acknowledged",
    Status.HANDED_OVER: "Handed over, victim to be told",
    Status.FINALISED: "Finalised, victim to be told",
    Status.CLOSED: "Closed",
    Status.RETURNED: "Back with dispatch",
    Status.ESCALATED: "EMERGENCY, with the control room",
}
ROOM = {"waiting": "open, the call has not begun", "in_call": "in the call", "paused": "paused"}
DELIVERY = {
    "sending": "on its way",
    "unknown": "nothing known yet",
    "sent": "sent, not confirmed",
    "failed": "could NOT be delivered",
    "delivered": "delivered",
}
#: Why a message did not arrive, for the middle of a sentence.
UNDELIVERED = {
    Undelivered.NUMBER_NOT_IN_USE: "the number is not in use",
    Undelivered.UNREACHABLE: "nobody could be reached there (switched off, no signal, or a mail server that does not answer)",
    Undelivered.BLOCKED: "the phone, its network or a filter blocks these messages",
    Undelivered.OPTED_OUT: "its owner has stopped messages from this sender",
    Undelivered.TOO_LATE: "it could not be delivered in time",
    Undelivered.ADDRESS_UNKNOWN: "there is no such email address",
    Undelivered.MAILBOX_FULL: "the mailbox is full, or took it for spam",
    Undelivered.SUPPRESSED: "earlier emails to this address came back, so no more are tried; tell an administrator",
    Undelivered.MESSAGE_REFUSED: "the message itself was refused; tell an administrator",
    Undelivered.NOT_ALLOWED: "the force's settings allow no messages to this number or country",
    Undelivered.PROVIDER_FAULT: "a fault at the provider; it may be sent again",
    Undelivered.NOT_SAID: "the network does not say why",
    Undelivered.BAD_ADDRESS: "it is no number or address that can be reached",
    Undelivered.NO_ADDRESS: "there is no number or address on record any more",
    Undelivered.CONTACT_SUSPENDED: "contact became unsafe before it went, so it was not sent",
    Undelivered.HELD_UP: "it was held up for so long that the time may not be safe any more, so it was not sent",
    Undelivered.DISPOSED: "the victim's details have been disposed of",
    Undelivered.LINK_UNKNOWN: "its link could not be made again; send a new one",
}
CHANNELS = {"sms": "text", "email": "email"}
DECISIONS = {
    "suspect_identified": "Suspect identified, realistic prospect: to patrol",
    "further_enquiries": "Lines of enquiry or a visit: to patrol or neighbourhood",
    "desk_enquiries": "Unclear, desk-based enquiries: back to the EVR officer",
    "finalise": "Cannot be progressed: finalised within EVR",
}
CONTACTS = {
    "spoke": "Spoke to the victim, who is somewhere suitable",
    "no_answer": "No answer",
    "message_left": "Message left",
    "wrong_person": "Somebody else answered",
    "number_not_in_use": "Number is not in use",
    "unsafe": "Not safe: do not use this number",
}
PAUSES = {
    "evidence_review": "To look at evidence",
    "sergeant_advice": "To ask a sergeant",
    "victim_break": "The victim needs a break",
    "other": "Another reason",
}
TOLD = {
    "phone": "By telephone",
    "video": "By video",
    "email": "By email",
    "letter": "By letter",
    "in_person": "In person",
    "text": "By text",
}
RISKS = {"unchanged": "Unchanged", "raised": "Raised", "lowered": "Lowered"}
UPDATES = {"information": "Information", "risk": "About the risk", "contact": "About contact with the victim"}
#: What an update is that comes from a sergeant.
ADVICE = "A sergeant's advice"
LEVELS = {"queue": "The queue: oldest report first", "allocate": "Allocate: the next available officer"}
DIP_SAMPLE = {
    "contact_within_target": "Was the victim contacted within the target?",
    "victim_suitably_treated": "Was the victim treated suitably?",
    "record_complete": "Is the record complete?",
    "safeguarding_considered": "Was safeguarding considered?",
    "right_decision": "Was it the right decision?",
}
JUDGEMENTS = {"yes": "Yes", "no": "No", "not_applicable": "Does not apply"}
TICKS = {"done": "Done", "not_needed": "Not needed", "to_do": "Still to do"}
DUTY = {"on": "on shift", "break": "on a break", "off": "off shift"}
_ENDS = {
    "out_of_scope": "grade or type is not for EVR",
    "control_arm": "control arm of the trial",
    "not_eligible": "not eligible for a video call",
    "declined": "the victim said no thanks",
    "not_offered": "EVR was not offered",
    "not_safe": "the victim said silently that it is not safe",
}


def plain(code: str) -> str:
    """`no_such_update` -> `No such update`."""
    words = code.replace("_", " ")
    return words[:1].upper() + words[1:]


def lower(words: str) -> str:
    """For the middle of a sentence. An abbreviation keeps its capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def whence(update: str) -> str:
    """Where an update of this kind comes from."""
    return "from the control room" if update in UPDATES else "from a sergeant"


def of_delivery(status: str, reason: str | None, possibly_twice: bool) -> str:
    """What became of a message: `could NOT be delivered: the number is not in use`."""
    why = UNDELIVERED.get(Undelivered(reason)) if reason in list(Undelivered) else None
    return "".join((DELIVERY.get(status, status), f": {why}" if why else "", ", possibly twice" if possibly_twice else ""))


def of_type(code: str, policy: Policy) -> str:
    return policy.scope.type_names.get(code, plain(code))


def of_flags(codes: tuple[str, ...], policy: Policy) -> str:
    return ", ".join(policy.flags.get(code, plain(code)) for code in codes)


def of_receiver(code: str, policy: Policy) -> str:
    return policy.review.receivers.get(code, plain(code))


def of_item(code: str, policy: Policy) -> str:
    return policy.checklist.get(code, plain(code))


def of_reason(code: str, policy: Policy) -> str:
    """Any reason a force has, of whatever kind, for the middle of a sentence."""
    r = policy.reasons
    groups = (policy.prompt.not_offered_reasons, r.release, r.returned, r.recall, r.escalate, r.review_pause)
    named = next((group[code] for group in groups if code in group), None)
    return _ENDS.get(code) or lower(named or plain(code))
