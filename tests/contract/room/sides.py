"""The two sides of a room over HTTP: each a page that asks as the real ones do."""

from __future__ import annotations

from typing import Any

from tests.contract import seeds
from tests.contract.desk import Answer, Desk, path


def page(letter: str) -> str:
    """A page's identifier, as a browser makes it."""
    return (letter * 22)[:22]


class Officer:
    """The officer's page, of whoever holds the job unless told otherwise."""

    def __init__(self, desk: Desk, reference: str, who: str, name: str = "P") -> None:
        self.desk, self.reference, self.who, self.page = desk, reference, who, page(name)

    def ask(self, *parts: str, **body: Any) -> Answer:
        where = path("incidents", self.reference, *parts)
        return self.desk.call("POST", where, {"page": self.page} | body, sub=self.who, scopes="staff")

    def room(self, **body: Any) -> Answer:
        return self.ask("room", **body)

    def say(self, n: int, text: str, **body: Any) -> Answer:
        return self.ask("room", "say", n=n, text=text, **body)

    def media(self, **body: Any) -> Answer:
        return self.ask("media", **body)


class Victim:
    """The victim's page."""

    def __init__(self, desk: Desk, token: str, name: str = "V") -> None:
        self.desk, self.token, self.page = desk, token, page(name)

    def ask(self, what: str, **body: Any) -> Answer:
        return self.desk.call("POST", f"/v1/links/{what}", {"token": self.token, "page": self.page} | body)

    def room(self, **body: Any) -> Answer:
        return self.ask("room", **body)

    def say(self, n: int, text: str, **body: Any) -> Answer:
        return self.ask("say", n=n, text=text, **body)

    def media(self, **body: Any) -> Answer:
        return self.ask("media", **body)


def both(desk: Desk, status: str = "in_call", *, arrived: bool = True) -> tuple[Officer, Victim]:
    """Both sides of a room of an incident at this status, their pages in their seats."""
    reference = seeds.an_incident_at(desk, status)
    officer = Officer(desk, reference, seeds.officer(status))
    victim = Victim(desk, desk.link(reference))
    if arrived:
        assert officer.room(arrive=True).status == 200
        assert victim.room(arrive=True).status == 200
    return officer, victim


def signal(to: str, n: int, kind: str = "candidates", data: str = "Test.") -> dict[str, Any]:
    return {"to": to, "n": n, "kind": kind, "data": data}
