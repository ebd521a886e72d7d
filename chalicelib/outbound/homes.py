"""The home tabs of those whom a change concerns, shown anew. A convenience: trouble with one is counted, and stops nothing."""

from __future__ import annotations

from ..chat.answering import home_of
from ..chat.pressing import Asker
from ..chat.showing import Scene
from ..chat.wall import Gone, Refused, Unanswered, Wait, Wall
from ..domain.officer import Officer
from . import noting
from .ports import Ports


def concerned(scene: Scene, since: int) -> list[str]:
    """Whoever has the job, and whoever had or did something to it after a version."""
    found = {scene.incident.officer}
    for each in scene.history:
        if each.version > since:
            found |= {getattr(each.event, "officer", None), getattr(each.event, "was", None), each.by}
    return sorted(each for each in found if each and each in scene.accounts)


def show(ports: Ports, wall: Wall, force: str, platform: str, officers: list[Officer]) -> None:
    """Never raises for the platform's trouble, nor for a home that cannot be built."""
    for officer in officers:
        if ports.time_is_up():
            return
        try:
            wall.home(officer.record.chat[platform], home_of(ports.deps, Asker(force, officer, platform)))
        except (Gone, Refused, Unanswered, Wait) as error:
            noting.measure(force, {"HomesNotShown": 1})
            if isinstance(error, Wait | Unanswered):
                return
        except Exception as error:  # noqa: BLE001 - the cards hang; a home tab is shown anew whenever it is opened
            noting.failed("home not shown", error, force=force, officer=officer.id)
