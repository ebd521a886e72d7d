"""The keys of the one table (DESIGN.md, "The table"). A force is a partition prefix, so forces share nothing hot."""

from __future__ import annotations

from datetime import date, datetime
from zlib import crc32

from ..domain.times import stamp
from .rows import Key

#: Shards of the due list and the outbox of one force: enough that no partition gets hot, few enough to query each minute.
SHARDS = 4


def shard(reference: str) -> int:
    return crc32(reference.encode()) % SHARDS


def incident(force: str, reference: str) -> str:
    return f"INC#{force}#{reference}"


def state(force: str, reference: str) -> Key:
    return Key(incident(force, reference), "STATE")


def person(force: str, reference: str) -> Key:
    return Key(incident(force, reference), "PERSON")


def text(force: str, reference: str, ref: str) -> Key:
    return Key(incident(force, reference), f"TEXT#{ref}")


def event(force: str, reference: str, version: int, n: int) -> Key:
    return Key(incident(force, reference), f"EVENT#{version:08d}#{n:02d}")


def delivery(force: str, reference: str, event_id: str, channel: str) -> Key:
    return Key(incident(force, reference), f"SEND#{event_id}#{channel}")


def worklist(force: str, name: str) -> str:
    return f"LIST#{force}#{name}"


def due_list(force: str, number: int) -> str:
    return f"DUE#{force}#{number}"


def due(force: str, reference: str, kind: str, when: datetime) -> Key:
    return Key(due_list(force, shard(reference)), f"{stamp(when)}#{kind}#{reference}")


def officers(force: str) -> str:
    return f"OFFICER#{force}"


def officer(force: str, id: str) -> Key:
    return Key(officers(force), id)


def account(force: str, platform: str, user_id: str) -> Key:
    return Key(f"CHAT#{force}#{platform}", user_id)


def officer_event(force: str, id: str, at: datetime, command_id: str) -> Key:
    return Key(f"OFFICER#{force}#{id}", f"EVENT#{stamp(at)}#{command_id}")


def notice(force: str, id: str) -> Key:
    return Key(f"NOTICE#{force}#{id}", "STATE")


def notice_text(force: str, id: str) -> Key:
    return Key(f"NOTICE#{force}#{id}", "TEXT")


def notice_event(force: str, id: str, at: datetime, command_id: str) -> Key:
    return Key(f"NOTICE#{force}#{id}", f"EVENT#{stamp(at)}#{command_id}")


def notices(force: str) -> str:
    return f"NOTICES#{force}"


def notice_line(force: str, id: str, ends: datetime) -> Key:
    return Key(notices(force), f"{stamp(ends)}#{id}")


def link(token_hash: str) -> Key:
    return Key(f"LINK#{token_hash}", "LINK")


def room(force: str, reference: str) -> str:
    return f"ROOM#{force}#{reference}"


def seat(force: str, reference: str, side: str) -> Key:
    return Key(room(force, reference), f"SEAT#{side}")


def signals_to(to: str, frm: str) -> str:
    """How the sort key of every signal begins that went from one page to another, as both have taken their seats."""
    return f"SIGNAL#{to}#{frm}#"


def signals(force: str, reference: str, to: str, frm: str, n: int) -> Key:
    return Key(room(force, reference), f"{signals_to(to, frm)}{n:06d}")


def media(force: str, reference: str) -> Key:
    return Key(room(force, reference), "MEDIA")


def said(force: str, reference: str, n: int) -> Key:
    return Key(incident(force, reference), f"SAID#{n:06d}")


def number_said(sk: str) -> int:
    """The number of a line by its sort key."""
    return int(sk.removeprefix("SAID#"))


def code(force: str, code_hash: str) -> Key:
    return Key(f"CODE#{force}#{code_hash}", "CODE")


def uploads(force: str, reference: str) -> str:
    return f"UPLOADS#{force}#{reference}"


def upload(force: str, reference: str, number: int) -> Key:
    return Key(uploads(force, reference), f"{number:06d}")


def guesses(where: str) -> Key:
    return Key(f"GUESS#{where}", "COUNT")


def surveys(force: str, day: date) -> str:
    return f"SURVEY#{force}#{day.isoformat()}"


def survey(force: str, day: date, lot: str) -> Key:
    return Key(surveys(force, day), lot)


def survey_mark(link_hash: str) -> Key:
    return Key(f"SURVEYED#{link_hash}", "SURVEYED")


def receipt(force: str, command_id: str) -> Key:
    return Key(f"CMD#{force}#{command_id}", "CMD")


def outbox_list(force: str, number: int) -> str:
    return f"OUTBOX#{force}#{number}"


def outbox(force: str, subject: str, when: datetime, event_id: str) -> Key:
    return Key(outbox_list(force, shard(subject)), f"{stamp(when)}#{event_id}")
