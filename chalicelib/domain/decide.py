"""decide(...): the pure function behind every command. Rules first (who, when), then the area that knows the matter."""

from __future__ import annotations

from collections.abc import Callable

from . import (
    at_the_page,
    call,
    contact,
    control_room,
    deadlines,
    dip_sample,
    dispatch,
    evidence,
    intake,
    link,
    recordings,
    review,
    statements,
    suitability,
)
from . import commands as c
from .ask import Ask, Decision
from .refusals import Refusal
from .rules import check

_AREAS: dict[type[c.Command], Callable[[Ask], Decision]] = {
    c.Offer: intake.offer,
    c.Triage: suitability.triage,
    c.Claim: dispatch.claim,
    c.Allocate: dispatch.allocate,
    c.Reassign: dispatch.reassign,
    c.Release: dispatch.release,
    c.RecordContact: contact.record,
    c.MakeAppointment: contact.appointment,
    c.ReassessRisk: contact.reassess,
    c.SendLink: link.send,
    c.RecordDelivery: link.delivery,
    c.VictimJoin: call.victim_joins,
    c.OfficerJoin: call.officer_joins,
    c.Pause: call.pause,
    c.Advise: control_room.advise,
    c.Resume: call.resume,
    c.Close: call.close,
    c.TellNeeds: at_the_page.needs,
    c.AskOfficer: at_the_page.asked,
    c.ReadOutCode: at_the_page.code_given,
    c.UseCode: at_the_page.code_used,
    c.WriteStatement: statements.write,
    c.ShowStatement: statements.show,
    c.LockStatement: statements.lock,
    c.WantStatementChanged: statements.want_changed,
    c.SignStatement: statements.sign,
    c.RecordStatementPrinted: statements.printed,
    c.AddFile: evidence.add,
    c.FinishFile: evidence.finish,
    c.GiveUpFile: evidence.give_up,
    c.RecordFileArrival: evidence.arrived,
    c.RecordFileLost: evidence.lost,
    c.ShowFile: evidence.show,
    c.AskCustody: evidence.ask_custody,
    c.RecordCustody: evidence.custody_made,
    c.ShowCustody: evidence.show_custody,
    c.TickChecklist: call.tick,
    c.Submit: call.submit,
    c.Review: review.review,
    c.PauseReview: review.pause,
    c.ResumeReview: review.resume,
    c.RecordDipSample: dip_sample.record,
    c.Handover: review.handover,
    c.TellVictim: review.tell_victim,
    c.Update: control_room.update,
    c.AcknowledgeUpdate: control_room.acknowledge,
    c.Recall: control_room.recall,
    c.ReturnToDispatch: control_room.give_back,
    c.ChangeMind: control_room.change_mind,
    c.Escalate: control_room.escalate,
    c.Outcome: control_room.outcome,
    c.Consult: control_room.consult,
    c.NoteDue: deadlines.note,
    c.RecordRecording: recordings.joined,
    c.RecordNoRecording: recordings.nothing,
    c.RecordRetention: recordings.retained,
    c.HoldRecordings: recordings.hold,
    c.ReleaseRecordings: recordings.release,
    c.KeepRecordings: recordings.keep,
    c.ViewRecording: recordings.view,
    c.RedactRecording: recordings.redact,
    c.RecordRedaction: recordings.redacted,
}


def decide(ask: Ask) -> Decision:
    """The events that follow from a command, or a named refusal. Changes nothing, knows no clock."""
    decision = link.run_out(ask) or check(ask.incident, ask.command, ask.by) or _AREAS[type(ask.command)](ask)
    return decision if isinstance(decision, Refusal) else (*decision, *dip_sample.drawn(ask, decision))
