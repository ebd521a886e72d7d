"""`make demo`: one incident from the report to the closed record, against the running system, told as the field would tell it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from infra.local.ask import Client, NotRunning, Refused
from infra.local.demo_cast import Cast, NothingCame, assemble
from infra.local.place import here

_steps = count(1)


def tell(who: str, sentence: str) -> None:
    """One numbered line of the story."""
    print(f"{next(_steps):3}. {who:<15} {sentence}", flush=True)


def main() -> int:
    try:
        cast = assemble(here())
        _report(cast)
        _triage_and_claim(cast)
        _link(cast)
        _call(cast)
        _review(cast)
        _everybody_heard(cast)
    except (NotRunning, Refused, NothingCame) as problem:
        print(f"The demo stopped: {problem}", file=sys.stderr)
        return 1
    return 0


def _report(cast: Cast) -> None:
    """Steps 1 to 3 of the flow: report, prompt, offer, eligibility."""
    reported = (datetime.now(UTC) - timedelta(minutes=12)).isoformat()
    prompt = cast.cad.ask("POST", "/v1/incidents", body_of(cast.reference, reported))
    tell("Call handler", f"takes a report of criminal damage. {cast.reference}, Grade 3: in scope, so the prompt appears:")
    print(f'{"":20}"{prompt["prompt"]["script"][0]}"')
    again = cast.cad.ask("POST", "/v1/incidents", body_of(cast.reference, reported))
    tell("CAD", f"is not sure that it arrived and sends it again. Same answer: {again == prompt}.")
    answers = dict.fromkeys(prompt["prompt"]["questions"], True)
    eligible = cast.cad.ask("POST", _incident(cast, "offer"), {"made": True, "accepted": True, "answers": answers})
    tell("Call handler", f"offers a video call; the victim says yes and is eligible: {eligible['eligible']}.")


def _triage_and_claim(cast: Cast) -> None:
    _do(cast, cast.sergeant, "triage", suitable=True, level="queue", note="Test: nothing against a video call.")
    tell("Sergeant", "finds it suitable for EVR; it waits in the queue, its place set by the time of the report.")
    done = _do(cast, cast.officer, "claim")
    tell("Officer", f"{done['officer']} takes the job.")
    try:
        _do(cast, cast.colleague, "claim")
    except Refused as refused:
        tell("Colleague", f'presses the same button a moment later: "{refused.problem["detail"]}"')
    cast.cad.ask("POST", _incident(cast, "updates"), {"text": "Test: the neighbour has a doorbell camera.", "kind": "information"})
    tell("FCR SPOC", "adds what a neighbour has just rung in about.")
    _do(cast, cast.officer, "acknowledge_update", update=1)
    tell("Officer", "has read it.")


def _link(cast: Cast) -> None:
    _do(cast, cast.officer, "record_contact", result="spoke")
    tell("Officer", "telephones first, for the report is twelve minutes old; the victim is somewhere safe and quiet.")
    _do(cast, cast.officer, "send_link", channel="sms", device="phone")
    tell("Officer", "sends the link. The response clock stops: CAD will show 'arrived'.")
    text = cast.text_received()
    tell("Victim's phone", f'"{cast.without_token(text)}"')


def _call(cast: Cast) -> None:
    cast.victim("join")
    tell("Victim", "taps the link and waits in the room.")
    _do(cast, cast.officer, "officer_join")
    tell("Officer", "joins; the call begins.")
    _do(cast, cast.officer, "pause", reason="sergeant_advice", question="Test: is the footage enough?")
    tell("Officer", "pauses to ask the sergeant.")
    _do(cast, cast.officer, "resume")
    tell("Officer", "is back; the same link goes on.")
    items = {"vna": "done", "safeguarding": "done", "statement": "done", "digital_evidence": "done", "ppn": "not_needed"}
    _do(cast, cast.officer, "tick_checklist", items=items)
    _do(cast, cast.officer, "close")
    tell("Officer", "ticks off what was done and closes the link for good.")
    try:
        cast.victim("join")
    except Refused as refused:
        tell("Victim's phone", f"tries the link once more and gets {refused.status}: closed.")


def _review(cast: Cast) -> None:
    summary = "Test: fence damaged overnight, footage secured."
    _do(cast, cast.officer, "submit", summary=summary, lines_of_enquiry=["Test: house-to-house"])
    tell("Officer", "submits the record for evidential review, due 24 hours after the call.")
    try:
        _do(cast, cast.sergeant, "review", decision="desk_enquiries")
    except Refused as refused:
        tell("Sergeant", f'wants more from the desk; the system asks for the plan: "{refused.problem["detail"]}"')
    _do(cast, cast.sergeant, "review", decision="desk_enquiries", plan="Test: view the footage and try the number plate.")
    tell("Sergeant", "sends it back to the officer with an investigation plan.")
    _do(cast, cast.officer, "submit", summary=summary + " Plate not readable.")
    tell("Officer", "has done it and submits again.")
    _do(cast, cast.sergeant, "review", decision="finalise")
    tell("Sergeant", "finalises: nothing more can reasonably be done.")
    _do(cast, cast.officer, "tell_victim", how="phone")
    cast.cad.ask("POST", _incident(cast, "outcome"), {"kind": "outcome", "code": "18"})
    tell("Officer", "rings the victim with the result; records management adds the outcome, 18.")


def _everybody_heard(cast: Cast) -> None:
    incident = cast.cad.ask("GET", f"/v1/incidents/{cast.reference}")
    heard = cast.cad_log(until="victim_told")
    tell("CAD", f"was told of {len(heard)} steps, each signed, in order: {', '.join(heard)}.")
    tell("The record", f"{cast.reference} is {incident['status']} at version {incident['version']}.")


def _incident(cast: Cast, what: str) -> str:
    return f"/v1/incidents/{cast.reference}/{what}"


def _do(cast: Cast, who: Client, command: str, **fields: Any) -> Any:
    return who.ask("POST", _incident(cast, f"commands/{command}"), fields)


def body_of(reference: str, reported: str) -> dict[str, Any]:
    """The report of an invented person, as CAD sends it."""
    return {
        "reference": reference,
        "reported_at": reported,
        "grade": 3,
        "type": "criminal_damage",
        "channel": "phone",
        "summary": "Test: fence panels broken overnight.",
        "thrive": {"threat": "Test: none", "harm": "Test: low", "vulnerability": "Test: lives alone"},
        "location": {"text": "7 Sample Street, Exampleton", "postcode": "ZZ99 9ZZ"},
        "victim": {
            "name": "Demonstra Sampleperson",
            "phone": "07700 900942",
            "email": "demonstra@example.org",
            "safe_contact": {"ok_to_text": True, "ok_to_leave_message": False},
        },
    }


if __name__ == "__main__":
    sys.exit(main())
