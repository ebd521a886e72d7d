"""The plan of the day: about eighty reports of Dorset, the same each time but for the clock, and which of them ends where.

Older reports have come further. A few came in late (online, after days), so that the queue shows what a missed target looks like.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from msgspec import Struct, structs

from chalicelib.domain.calendar import local
from infra.local.sample import victims
from infra.local.sample.routes import ANYWHEN, ENDS, HELD, Job
from infra.local.sample.stories import ELSEWHERE, STORIES, Story

SEED = 2026
SPAN = timedelta(hours=20)
NEWEST = timedelta(minutes=3)
#: Reported long before EVR heard of them: how long, by where they end.
_LATE = {
    "released": timedelta(hours=49, minutes=12),
    "queued_long": timedelta(hours=41, minutes=35),
    "appointment": timedelta(hours=27),
}
_NOT_FOR_THE_QUEUE = {"vulnerable", "high_harm"}


class Day(Struct, frozen=True):
    """Jobs by officer, each in the order of its work; jobs that no officer takes; reports out of scope."""

    by_officer: tuple[tuple[Job, ...], ...]
    others: tuple[Job, ...]
    out_of_scope: tuple[dict[str, Any], ...]

    @property
    def reports(self) -> int:
        return sum(map(len, self.by_officer)) + len(self.others) + len(self.out_of_scope)


def plan(now: datetime, officers: Sequence[str], sergeants: Sequence[str], appointment: datetime) -> Day:
    """Lay the day out for these officers (at least one for each job that is held at the end) and sergeants."""
    random = Random(SEED)  # noqa: S311 - a repeatable day, not a secret
    ends = _ends(random)
    stories = _deal(random, ends)
    ages = _ages(random, ends)
    bodies = [_body(random, n, story, now - age) for n, (story, age) in enumerate(zip(stories, ages, strict=True))]
    turns: dict[str, int] = {}
    jobs = []
    for n, (end, story, body) in enumerate(zip(ends, stories, bodies, strict=True)):
        turns[end] = turns.get(end, -1) + 1
        reference = body["reference"]
        if end == "link_sent_by_email":
            body["victim"]["email"] = "letterbox@example.org"
        jobs.append(Job(n, turns[end], reference, end, body, story, appointment + timedelta(minutes=45 * turns[end])))
    return _cast(jobs, officers, sergeants, tuple(_elsewhere(random, now, len(jobs))))


def _ends(random: Random) -> list[str]:
    ends = [end for end, (count, _) in ENDS.items() for _ in range(count)]
    for end, (count, _) in ANYWHEN.items():
        for _ in range(count):
            ends.insert(random.randint(4, len(ends) - 8), end)
    return ends


def _deal(random: Random, ends: list[str]) -> list[Story]:
    """A story for each, in the day's proportions; what needs an officer at once does not wait in the queue."""
    pack = [story for share, story in STORIES for _ in range(share)]
    while len(pack) < len(ends):
        pack.append(pack[random.randrange(len(pack))])
    random.shuffle(pack)
    return [pack.pop(_position(pack, end)) for end in ends]


def _position(pack: list[Story], end: str) -> int:
    wants_flag = end in ("allocated", "in_triage_flagged")
    plain = end in ("queued", "released", "appointment", "queued_with_news", "queued_long")
    if not wants_flag and not plain:
        return 0
    fitting = (n for n, story in enumerate(pack) if bool(_NOT_FOR_THE_QUEUE & set(story.flags)) == wants_flag)
    return next(fitting, 0)


def _ages(random: Random, ends: list[str]) -> list[timedelta]:
    """How long ago each was reported, oldest first, at least two minutes apart."""
    step = (SPAN - NEWEST) / len(ends)
    ages = [SPAN - step * n - timedelta(seconds=random.randrange(int(step.total_seconds()) - 120)) for n in range(len(ends))]
    return [
        _LATE.get(end, age) + timedelta(minutes=3 * n if end == "appointment" else 0)
        for n, (end, age) in enumerate(zip(ends, ages, strict=True))
    ]


def _body(random: Random, n: int, story: Story, at: datetime) -> dict[str, Any]:
    return {
        "reference": _reference(n, at),
        "reported_at": at.isoformat(timespec="seconds"),
        "grade": 3,
        "type": story.type,
        "channel": random.choice(("phone",) * 6 + ("online",) * 3 + ("station",)),
        "summary": story.summary,
        "thrive": story.thrive,
        "flags": list(story.flags),
        "location": victims.place(random),
        "victim": victims.victim(random, n, minor=n == 3, wary=story.type in ("domestic_abuse", "stalking")),
    }


def _reference(n: int, at: datetime) -> str:
    """As a CAD log is numbered: the day, and a number within it that rises with the time."""
    clock = local(at)
    return f"DP-{clock:%y%m%d}-{(clock.hour * 60 + clock.minute) * 6 // 10 + 1:04}{n % 10}"


def _elsewhere(random: Random, now: datetime, first: int) -> Iterator[dict[str, Any]]:
    for n, (grade, type, summary) in enumerate(ELSEWHERE, first):
        at = now - NEWEST - random.random() * SPAN
        story = Story(type, summary, {"threat": "see summary"})
        yield _body(random, n, story, at) | {"grade": grade, "channel": "phone"}


def _cast(jobs: list[Job], officers: Sequence[str], sergeants: Sequence[str], elsewhere: tuple[dict[str, Any], ...]) -> Day:
    """Share the jobs out: each officer works through some and has at most one left at the end."""
    held = [job for job in jobs if job.end in HELD]
    taken = [job for job in jobs if job.end not in HELD and _is_taken(job.end)]
    lanes: list[list[Job]] = [[] for _ in officers[: len(held) + 2]]
    for n, job in enumerate(taken):
        lanes[n % len(lanes)].append(_with(job, officers[n % len(lanes)], sergeants))
    for n, job in enumerate(held):
        lanes[n].append(_with(job, officers[n], sergeants))
    others = tuple(_with(job, "", sergeants) for job in jobs if not _is_taken(job.end))
    return Day(tuple(map(tuple, lanes)), others, elsewhere)


def _is_taken(end: str) -> bool:
    return bool({"claim", "to_officer"} & set((ENDS | ANYWHEN)[end][1]))


def _with(job: Job, officer: str, sergeants: Sequence[str]) -> Job:
    return structs.replace(job, officer=officer, sergeant=sergeants[job.n % len(sergeants)])
