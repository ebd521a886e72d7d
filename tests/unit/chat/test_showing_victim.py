"""What the victim does at the page reaches whoever can answer it."""

from chalicelib.domain import commands as c
from tests.builders import HOUR, NOW, OFFICER, a_life, by

from .hanging import hangs, one


def test_a_victim_who_waits_in_the_room_calls_their_officer():
    life = a_life("link_sent").do(c.VictimJoin(), by("victim"))
    key = f"waits:1:{OFFICER}"
    card = one(life, key).card
    assert hangs(life)[key] == f"U{OFFICER}"
    assert (card.leading[0].action, card.lines) == ("job.join", ("The victim is in the room since 10:06 and waits for you.",))
    life.do(c.VictimJoin(), by("victim"))
    assert key in hangs(life), "coming back to the page calls nobody a second time"
    life.do(c.OfficerJoin(), by("officer"))
    assert key not in hangs(life)
    assert one(life, key, hanging=frozenset({key})).card.title.startswith("The victim waited")


def test_what_a_victim_asks_at_the_page_goes_to_their_officer():
    life = a_life("link_sent").do(c.AskOfficer("another_time", NOW + 5 * HOUR), by("victim"))
    key = next(key for key in hangs(life) if key.startswith("asked"))
    assert hangs(life)[key] == f"U{OFFICER}"
    assert one(life, key).card.lines == ("The victim asks for another time, from Wed 18 Nov 2026, 15:00. Telephone them.",)
    life.do(c.RecordContact("spoke"), by("officer"))
    assert key not in hangs(life)
    assert one(life, key, hanging=frozenset({key})).card.lines == ("Nothing needs to be done about this any more.",)
