"""A command is given: by a button at once, or by a form that was filled in."""

from __future__ import annotations

from msgspec.structs import replace

from ...domain import commands as c
from ...domain.refusals import Refusal
from ...service import Done, perform
from ...service.performing import UNKNOWN
from .. import notices
from ..actions import SHOWN
from ..answers import Answers, Mistakes, command_for, field_of, is_reference, reference_in
from ..forms import FROM_MESSAGE
from ..pressing import Reply
from . import seeing
from .asked import Asked
from .refusing import told_no


def given(asked: Asked) -> Reply:
    """A button without a form. Reads and writes what the command does: one get, one transaction. A refusal may read once more.

    *Mark the update as read* on a card from when it stood there without the text shows the text instead.
    """
    if asked.action.command is c.AcknowledgeUpdate and SHOWN not in asked.more:
        return seeing.shown(replace(asked, press=replace(asked.press, action="update.show")))
    made = command_for(asked.action.id, asked.press.value)
    if isinstance(made, Mistakes):
        return notices.mistakes(made)
    done = carried_out(asked, asked.reference, made)
    return told_no(asked, done) if isinstance(done, Refusal) else _told_done(asked, done, made)


def sent(asked: Asked, answers: Answers) -> Reply:
    """A form that was filled in. Costs the same; what is wrong with it costs nothing."""
    made = command_for(asked.action.id, asked.press.value, answers)
    reference = reference_in(answers) if asked.action.id == FROM_MESSAGE else asked.reference
    mistakes = {**_mistakes(reference), **_mistakes(made)}
    if mistakes or isinstance(made, Mistakes) or isinstance(reference, Mistakes):
        return Mistakes(mistakes)
    if isinstance(made, c.Consult):
        return seeing.seen(asked, made.why)
    done = carried_out(asked, reference, made)
    if isinstance(done, Done):
        return _told_done(asked, done, made)
    field = field_of(done.code, frozenset((*made.__struct_fields__, *answers)))
    return Mistakes({field: done.says}) if field else told_no(asked, done)


def carried_out(asked: Asked, reference: str, command: c.Command) -> Done | Refusal:
    return perform(asked.deps, asked.caller, reference, command) if is_reference(reference) else UNKNOWN


def _mistakes(found: object) -> dict[str, str]:
    return found.fields if isinstance(found, Mistakes) else {}


def _told_done(asked: Asked, done: Done, command: c.Command) -> Reply:
    match command:
        case c.Claim():
            return notices.claimed(done, asked.policy, asked.now)
        case c.MakeAppointment(at=at):
            return notices.appointed(done, at)
    return notices.done(asked.action, done)
