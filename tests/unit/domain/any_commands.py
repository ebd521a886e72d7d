"""Any command, filled in by chance as a person might, and what usually comes next at each status."""

from datetime import timedelta
from random import Random

import msgspec

from chalicelib.domain import commands as c
from chalicelib.domain.dip_sample import QUESTIONS
from chalicelib.domain.recording import Span, Stored, TakeStored
from chalicelib.domain.words import Status
from tests.builders import FORCES, NOW, answers, policy

MARK = "MARK"
STAFF = {
    "officer": ["PC2214", "PX3301", "PX3302"],
    "sergeant": ["PS1101", "PX3301", "PX3302"],
}
REASONS = sorted({code for force in FORCES for table in msgspec.structs.astuple(policy(force).reasons) for code in table})


class Chance(Random):
    """Whatever a person might fill in. Hypothesis gives the seed; plain choices from it reach much further than its own draws."""

    def words(self):
        return f"{MARK} {self.choice(['Test Person-Alder', '07700 900999'])}"

    def maybe_words(self):
        return self.choice([None, self.words()])

    def often(self):
        return self.random() < 0.8

    def officer(self):
        return self.choice(STAFF["officer"])

    def reason(self):
        return self.choice(REASONS)

    def receiver(self):
        return self.choice([None, "patrol", "neighbourhood", "the_navy"])

    def sha256(self):
        return self.choice(["a", "a", "b"]) * 64

    def stored(self):
        return Stored(self.sha256(), 1, "v1")

    def items(self):
        all_done = dict.fromkeys(policy(self.choice(FORCES)).checklist, "done")
        return self.choice([all_done, all_done, {"vna": "to_do"}, {"vna": "not_needed"}, {"cake": "done"}])

    def answers(self):
        return self.choice([answers(), answers(), answers(safe_private_place=False), None])


CONTACTS = ["spoke", "spoke", "no_answer", "message_left", "wrong_person", "number_not_in_use", "unsafe"]
DECISIONS = ["suspect_identified", "further_enquiries", "desk_enquiries", "finalise"]
FILLED_IN = {
    c.Offer: lambda r: c.Offer(
        r.often(), r.reason(), r.choice([True, True, None, False]), r.answers(), r.maybe_words(), r.maybe_words()
    ),
    c.Update: lambda r: c.Update(r.words(), r.choice(["information", "risk", "contact"])),
    c.Recall: lambda r: c.Recall(r.reason(), r.maybe_words()),
    c.Outcome: lambda r: c.Outcome(r.choice(["outcome", "arrest", "interview"]), r.choice([None, "1", "16", "99"])),
    c.Handover: lambda r: c.Handover(r.receiver(), r.maybe_words()),
    c.Triage: lambda r: c.Triage(
        r.often(), r.choice(["queue", "allocate"]), r.choice([None, None, r.officer()]), r.reason(), r.maybe_words()
    ),
    c.Claim: lambda r: c.Claim(),
    c.Allocate: lambda r: c.Allocate(r.choice([None, r.officer()])),
    c.Reassign: lambda r: c.Reassign(r.officer(), r.maybe_words()),
    c.Release: lambda r: c.Release(r.reason(), r.maybe_words()),
    c.RecordContact: lambda r: c.RecordContact(r.choice(CONTACTS), r.maybe_words()),
    c.ReassessRisk: lambda r: c.ReassessRisk(r.choice(["unchanged", "raised", "lowered"]), r.maybe_words()),
    c.SendLink: lambda r: c.SendLink(
        r.choice(["sms", "email"]), r.choice(["phone", "tablet", "laptop"]), r.maybe_words(), r.often()
    ),
    c.VictimJoin: lambda r: c.VictimJoin(r.often()),
    c.TellNeeds: lambda r: c.TellNeeds(r.choice([(), ("hearing", "sight")]), r.often(), r.maybe_words(), r.maybe_words()),
    c.AskOfficer: lambda r: c.AskOfficer(r.choice(["another_time", "stop"]), None, r.maybe_words()),
    c.ReadOutCode: lambda r: c.ReadOutCode(),
    c.UseCode: lambda r: c.UseCode(r.choice(["0", "f"]) * 64),
    c.WriteStatement: lambda r: c.WriteStatement(r.choice(["mg11", "mg11", "poem"]), r.words(), r.sha256(), r.choice([None, 1, 2])),
    c.ShowStatement: lambda r: c.ShowStatement(r.choice([1, 1, 2])),
    c.LockStatement: lambda r: c.LockStatement(r.choice([1, 1, 2]), r.sha256()),
    c.WantStatementChanged: lambda r: c.WantStatementChanged(r.choice([1, 1, 2]), r.maybe_words()),
    c.SignStatement: lambda r: c.SignStatement(r.choice([1, 1, 2]), r.sha256(), r.words()),
    c.RecordStatementPrinted: lambda r: c.RecordStatementPrinted(1, r.choice([1, 2]), r.sha256(), "v1"),
    c.OfficerJoin: lambda r: c.OfficerJoin(),
    c.AddFile: lambda r: c.AddFile(r.words(), r.choice([0, 1, 10**12]), r.choice(["image/jpeg", "video/mp4", "text/html"])),
    c.FinishFile: lambda r: c.FinishFile(r.randrange(1, 3), "0" * 64),
    c.GiveUpFile: lambda r: c.GiveUpFile(r.randrange(1, 3)),
    c.RecordFileArrival: lambda r: c.RecordFileArrival(
        r.randrange(1, 3), r.choice(["0", "1"]) * 64, r.choice([0, 1]), r.choice(["image/jpeg", "text/html"]), "v1"
    ),
    c.RecordFileLost: lambda r: c.RecordFileLost(r.randrange(1, 3)),
    c.ShowFile: lambda r: c.ShowFile(r.randrange(1, 3), r.maybe_words()),
    c.AskCustody: lambda r: c.AskCustody(),
    c.RecordCustody: lambda r: c.RecordCustody(r.randrange(1, 3), "0" * 64, 1, "v1"),
    c.ShowCustody: lambda r: c.ShowCustody(r.maybe_words()),
    c.Pause: lambda r: c.Pause(r.choice(["evidence_review", "sergeant_advice", "victim_break", "other"]), r.maybe_words()),
    c.Advise: lambda r: c.Advise(r.words()),
    c.Resume: lambda r: c.Resume(),
    c.Close: lambda r: c.Close(),
    c.TickChecklist: lambda r: c.TickChecklist(r.items()),
    c.Submit: lambda r: c.Submit(r.words(), tuple(r.words() for _ in range(r.randrange(3)))),
    c.Review: lambda r: c.Review(r.choice(DECISIONS), r.maybe_words(), r.receiver(), r.maybe_words()),
    c.PauseReview: lambda r: c.PauseReview(r.reason(), r.maybe_words()),
    c.ResumeReview: lambda r: c.ResumeReview(),
    c.RecordDipSample: lambda r: c.RecordDipSample(
        *(r.choice(["yes", "no", "not_applicable"]) for _ in QUESTIONS), satisfactory=r.often(), note=r.maybe_words()
    ),
    c.TellVictim: lambda r: c.TellVictim(r.choice(["phone", "letter"]), r.maybe_words()),
    c.ReturnToDispatch: lambda r: c.ReturnToDispatch(r.reason(), r.maybe_words()),
    c.ChangeMind: lambda r: c.ChangeMind(r.maybe_words()),
    c.Escalate: lambda r: c.Escalate(r.reason(), r.maybe_words()),
    c.AcknowledgeUpdate: lambda r: c.AcknowledgeUpdate(r.randrange(1, 4)),
    c.Consult: lambda r: c.Consult(r.maybe_words()),
    c.HoldRecordings: lambda r: c.HoldRecordings(r.maybe_words()),
    c.ReleaseRecordings: lambda r: c.ReleaseRecordings(r.maybe_words()),
    c.KeepRecordings: lambda r: c.KeepRecordings(r.choice(["serious", "other", "for_ever"])),
    c.ViewRecording: lambda r: c.ViewRecording(
        r.choice([1, 1, 2]), r.choice(["playable", "original", "manifest", "redaction"]), "f" * 16, 1, r.maybe_words()
    ),
    c.RedactRecording: lambda r: c.RedactRecording(1, (Span(r.choice([0, 10]), r.choice([10, 20, 999])),)),
    c.RecordRecording: lambda r: c.RecordRecording(
        number=r.choice([1, 1, 2]),
        began=NOW,
        ended=NOW,
        manifest=r.stored(),
        takes=(TakeStored("f" * 16, r.stored()),),
        playable=r.choice([None, r.stored()]),
        lasts=100,
    ),
    c.RecordNoRecording: lambda r: c.RecordNoRecording(),
    c.RecordRetention: lambda r: c.RecordRetention(
        r.choice([1, 2]), NOW + timedelta(days=r.randrange(100)), r.choice([None, "other"])
    ),
    c.RecordRedaction: lambda r: c.RecordRedaction(1, r.choice([1, 2]), r.stored()),
    c.RecordDelivery: lambda r: c.RecordDelivery(
        r.randrange(4),
        r.choice(["sent", "delivered", "failed", "unknown"]),
        r.often(),
        reason=r.choice([None, "unreachable", "address_unknown"]),
    ),
}
ALL_DONE = {force: c.TickChecklist(dict.fromkeys(policy(force).checklist, "done")) for force in FORCES}


#: What usually comes next.
USUAL = {
    Status.REPORTED: [(c.Offer(True), "call_handler"), (c.Offer(True, accepted=True, answers=answers()), "call_handler")],
    Status.OFFERED: [(c.Offer(True, accepted=True, answers=answers()), "call_handler")],
    Status.IN_TRIAGE: [(c.Triage(True), "sergeant")],
    Status.QUEUED: [(c.Claim(), "officer")],
    Status.CLAIMED: [(c.RecordContact("spoke"), "officer"), (c.SendLink(to=f"{MARK} 07700 900998"), "officer")],
    Status.LINK_SENT: [(c.VictimJoin(), "victim"), (c.OfficerJoin(), "officer")],
    Status.IN_CALL: [(c.Pause(), "officer"), (c.Close(), "officer"), *((tick, "officer") for tick in ALL_DONE.values())],
    Status.PAUSED: [(c.Resume(), "officer")],
    Status.CALL_CLOSED: [(c.Submit(f"{MARK} summary"), "officer"), *((tick, "officer") for tick in ALL_DONE.values())],
    Status.IN_REVIEW: [(c.Review(each, plan=f"{MARK} plan"), "sergeant") for each in ("further_enquiries", "desk_enquiries")]
    + [(c.Review("finalise"), "sergeant")],
    Status.DESK_WORK: [(c.Submit(f"{MARK} summary"), "officer")],
    Status.PASSED_ON: [(c.Handover(), "receiving_team"), (c.TellVictim("phone"), "sergeant")],
    Status.HANDED_OVER: [(c.TellVictim("phone"), "officer")],
    Status.FINALISED: [(c.TellVictim("phone"), "officer")],
}
