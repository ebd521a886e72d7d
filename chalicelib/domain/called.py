"""What acts, roles and standings are called when something is refused: as people in the field say them, never as code does."""

from __future__ import annotations

from collections.abc import Iterable

from .words import Role, Status

#: What may be asked of an incident or for it, by the command's name; the beginning of a sentence.
ACTS = {
    "report": "Reporting an incident",
    "offer": "Recording the offer",
    "update": "Sending an update",
    "recall": "Taking the incident back",
    "outcome": "Recording an outcome",
    "handover": "Acknowledging the handover",
    "triage": "The suitability review",
    "claim": "Claiming the job",
    "allocate": "Allocating the job",
    "reassign": "Handing the job to a colleague",
    "release": "Releasing the job to the queue",
    "record_contact": "Recording a telephone call",
    "make_appointment": "Making an appointment",
    "reassess_risk": "Looking at the risk again",
    "send_link": "Sending the link",
    "read_out_code": "Reading out a code",
    "use_code": "Using a code",
    "victim_join": "Joining the call",
    "officer_join": "Joining the call",
    "tell_needs": "Telling what is needed",
    "ask_officer": "Asking the officer",
    "pause": "Pausing the call",
    "advise": "Advising the officer",
    "resume": "Resuming the call",
    "close": "Closing the link",
    "tick_checklist": "Ticking the checklist",
    "submit": "Submitting the record",
    "review": "The evidential review",
    "pause_review": "Pausing the review",
    "resume_review": "Taking the review up again",
    "record_dip_sample": "Recording a dip sample",
    "tell_victim": "Recording that the victim was told",
    "return_to_dispatch": "Returning the incident to dispatch",
    "change_mind": "Choosing a visit instead",
    "escalate": "Escalating as an emergency",
    "acknowledge_update": "Marking an update as read",
    "consult": "Seeing the victim's details",
    "note_due": "Noting a deadline",
    "record_delivery": "Recording what became of a message",
    "write_statement": "Writing a statement",
    "show_statement": "Showing a statement to the victim",
    "lock_statement": "Making a statement ready for signing",
    "want_statement_changed": "Asking for a change to a statement",
    "sign_statement": "Signing a statement",
    "record_statement_printed": "Keeping a signed statement",
    "add_file": "Sending a file",
    "finish_file": "Finishing a file",
    "give_up_file": "Giving a file up",
    "record_file_arrival": "Recording that a file arrived",
    "record_file_lost": "Recording that a file did not arrive",
    "show_file": "Opening a file",
    "ask_custody": "Asking for the chain of custody",
    "record_custody": "Recording the chain of custody",
    "show_custody": "Opening the chain of custody",
    "hold_recordings": "Putting a hold on the recordings",
    "release_recordings": "Taking a hold off the recordings",
    "keep_recordings": "Keeping the recordings for longer",
    "view_recording": "Watching a recording",
    "redact_recording": "Redacting a recording",
    "record_recording": "Recording what became of a recording",
    "record_no_recording": "Recording that nothing was recorded",
    "record_retention": "Recording how long a recording is kept",
    "record_redaction": "Recording what became of a redaction",
    "room": "Being in the room",
    "join as a third": "Joining as a third person",
    "post a notice": "Posting a notice to the team",
}
ROLES = {
    Role.CALL_HANDLER: "call handler",
    Role.RECORDS: "records management",
    Role.SPOC: "FCR SPOC",
    Role.OFFICER: "EVR officer",
    Role.SERGEANT: "sergeant",
    Role.ANALYST: "analyst",
    Role.ADMINISTRATOR: "administrator",
    Role.RECEIVING_TEAM: "receiving team",
    Role.VICTIM: "the victim",
    Role.SYSTEM: "EVR itself",
}
#: How an incident stands, or its room; the end of a sentence after "while".
STANDINGS = {
    Status.REPORTED: "the offer is still to be recorded",
    Status.OFFERED: "the victim's answers are still to come",
    Status.IN_TRIAGE: "the suitability review is still to come",
    Status.QUEUED: "the job is in the queue",
    Status.CLAIMED: "the job is with an officer and no link is out",
    Status.LINK_SENT: "the link is out and the call has not begun",
    Status.IN_CALL: "the call goes on",
    Status.PAUSED: "the call is paused",
    Status.CALL_CLOSED: "the call is over and its record still to be submitted",
    Status.IN_REVIEW: "the evidential review is still to come",
    Status.DESK_WORK: "the case is back with its officer for desk work",
    Status.PASSED_ON: "the case is passed on to another team",
    Status.HANDED_OVER: "the case is with another team",
    Status.FINALISED: "the case is finalised and the victim to be told",
    Status.CLOSED: "the incident is closed",
    Status.RETURNED: "the incident is back with dispatch",
    Status.ESCALATED: "it is an emergency and with the control room",
}
ROOMS = {"waiting": "the call has not begun"}


def act(name: str) -> str:
    """What a command is called; a name that nobody has put into words stays readable."""
    return ACTS.get(name, name.replace("_", " ").capitalize())


def roles(given: Iterable[str]) -> str:
    """`call handler or FCR SPOC`, in the order of `Role`."""
    held = set(given)
    return " or ".join(said for role, said in ROLES.items() if role in held)


def standing(status: str) -> str:
    """Of an incident, or of its room (`Incident.room`)."""
    return ROOMS.get(status) or STANDINGS[Status(status)]
