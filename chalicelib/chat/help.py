"""`/evr` and its words: what each one does, for whom, and what somebody meant who typed something."""

from __future__ import annotations

import re

from msgspec import Struct

from ..domain.words import Role
from .actions import ACTIONS, HELP
from .model import Notice

_O, _S, _F, _A = Role.OFFICER.value, Role.SERGEANT.value, Role.SPOC.value, Role.ADMINISTRATOR.value
_WORKING = frozenset({_O, _S, _F})
_REFERENCE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9_.:/-]{0,63}")


class Word(Struct, frozen=True):
    """A sub-command. `about`: it takes a reference."""

    action: str
    says: str
    roles: frozenset[str]
    about: bool = False


WORDS = {
    "next": Word("queue.claim_next", "claim the next job", frozenset({_O})),
    "job": Word("job.card", "show a job and what you may do", _WORKING, about=True),
    "mine": Word("list.mine", "your job and your desk work", frozenset({_O})),
    "start": Word("shift.start", "start your shift", _WORKING),
    "break": Word("shift.break", "take a break", _WORKING),
    "back": Word("shift.back", "come back from your break", _WORKING),
    "end": Word("shift.end", "end your shift", _WORKING),
    "queue": Word("list.queue", "the queue, oldest first", _WORKING),
    "triage": Word("list.triage", "suitability reviews", frozenset({_S})),
    "reviews": Word("list.reviews", "evidential reviews, by what is due", frozenset({_S})),
    "samples": Word("list.dip_samples", "calls drawn by lot for a second look", frozenset({_S})),
    "notices": Word("list.notices", "notices to the team", _WORKING),
    "post": Word("team.notice", "post a notice to the team", frozenset({_S, _F})),
    "team": Word("team.show", "who is on, what they hold, how long the wait is", _WORKING),
    "update": Word("job.update", "send new information to a job", frozenset({_F}), about=True),
    "advise": Word("job.advise", "answer an officer's question, or advise them", frozenset({_S}), about=True),
    "recall": Word("job.recall", "take an incident back", frozenset({_F}), about=True),
    "escalate": Word("job.escalate", "an emergency: straight to the control room", _WORKING, about=True),
    "doctor": Word("doctor", "check the set-up of chat", frozenset({_A})),
    "help": Word("help", "this list", frozenset()),
}


class Asked(Struct, frozen=True):
    """What was asked for: an action, and the reference it is about if one was given."""

    action: str
    value: str = ""


def asked(typed: str) -> Asked:
    """`next`, `job 20261118-0416`, or a reference alone. Whatever else is answered with help."""
    first, _, rest = typed.strip().partition(" ")
    word = WORDS.get(first.lower())
    if word:
        reference = rest.strip()
        about = reference if word.about and _REFERENCE.fullmatch(reference) else ""
        return Asked("message.update" if word.action == "job.update" and not about else word.action, about)
    return Asked("job.card", first) if _REFERENCE.fullmatch(first) and not rest.strip() else Asked(HELP.id)


def help_for(roles: frozenset[str]) -> Notice:
    """What somebody with these roles can type, and the buttons they need most."""
    lines = [f"/evr {name}{' REFERENCE' if word.about else ''}: {word.says}" for name, word in WORDS.items() if _for(word, roles)]
    first = (
        ("queue.claim_next", "list.queue") if _O in roles else ("list.reviews", "list.queue") if _S in roles else ("list.queue",)
    )
    buttons = tuple(ACTIONS[id].button() for id in (*first, "team.show")) if roles & _WORKING else ()
    return Notice(text="\n".join(("What you can ask for:", *lines)), buttons=buttons)


def _for(word: Word, roles: frozenset[str]) -> bool:
    return not word.roles or bool(word.roles & roles)
