"""A force with its whole staff, and one incident in every situation in which something can be pressed."""

from functools import cache

from chalicelib.domain import commands as c
from tests.builders import HOUR, OFFICER, OTHER_OFFICER, OTHER_SERGEANT, SERGEANT
from tests.force import STATUSES, Force

from .lives import WORDS
from .pressing import Chat

#: Everybody who could press, by what they are to the incident.
WHO = {
    "holder": (OFFICER, ("officer",)),
    "colleague": (OTHER_OFFICER, ("officer",)),
    "sergeant": (SERGEANT, ("sergeant",)),
    "calling sergeant": (OTHER_SERGEANT, ("officer", "sergeant")),
    "control room": ("SP0007", ("spoc",)),
    "call handler": ("CH0042", ("call_handler",)),
    "records": ("RE0001", ("records",)),
    "analyst": ("AN0003", ("analyst",)),
    "administrator": ("AD0001", ("administrator",)),
}


class Scene:
    """`chat` as it is at the beginning, as often as it is asked for."""

    def __init__(self, chat, reference):
        self._chat, self.reference = chat, reference
        self.rows, self._now = dict(chat.force.table.rows), chat.force.clock.now
        self.version = chat.force.incident(reference).version

    def again(self) -> Chat:
        self._chat.force.table.rows = dict(self.rows)
        self._chat.force.clock.now = self._now
        return self._chat


@cache
def scene(name) -> Scene:
    """One of SCENES, made once."""
    force = Force(staff=dict(WHO.values()))
    made = _MADE.get(name)
    reference = made(force) if made else force.bring(name)
    return Scene(Chat(force), reference)


def _appointment(force):
    reference = force.bring("claimed")
    force.must("officer", reference, c.MakeAppointment(force.clock.now + 3 * HOUR, WORDS))
    return reference


def _update(force):
    reference = force.bring("claimed")
    force.must("spoc", reference, c.Update(WORDS, "risk"))
    return reference


def _question(force):
    reference = force.bring("in_call")
    force.must("officer", reference, c.Pause("sergeant_advice", WORDS))
    return reference


def _review_paused(force):
    reference = force.bring("in_review")
    force.must("officer", reference, c.PauseReview("question_to_answer", WORDS))
    return reference


def _emergency(force):
    reference = force.bring("in_call")
    force.must("officer", reference, c.Escalate("threat", WORDS))
    return reference


def _called_by_sergeant(force):
    return force.bring("in_review", officer=OTHER_SERGEANT)


def _victim_waits(force):
    reference = force.bring("link_sent")
    force.must("victim", reference, c.VictimJoin())
    return reference


_MADE = {
    "appointment": _appointment,
    "update": _update,
    "question": _question,
    "review paused": _review_paused,
    "emergency in the room": _emergency,
    "called by a sergeant": _called_by_sergeant,
    "victim waits": _victim_waits,
}
SCENES = (*STATUSES, *_MADE)
