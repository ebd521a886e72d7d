"""Whom updates and jobs that were given reach, and where they hang when nobody has the job."""

import pytest

from chalicelib.domain import commands as c
from tests.builders import OFFICER, OTHER_OFFICER, a_life, by

from .hanging import SPACE, buttons, hangs, one


def test_news_on_a_held_job_goes_to_its_officer_alone():
    life = a_life("claimed").do(c.Update("text", "risk"), by("spoc"))
    assert hangs(life)[f"update:1:{OFFICER}"] == f"U{OFFICER}"


def test_news_on_a_job_that_nobody_holds_hangs_on_the_job():
    life = a_life("queued").do(c.Update("text", "information"), by("spoc")).do(c.Update("text", "risk"), by("spoc"))
    usual, risk = one(life, "update:1:-"), one(life, "update:2:-")
    assert (usual.channel, usual.under) == (SPACE.queue, "job")
    assert (risk.channel, risk.under) == (SPACE.queue, None)


def test_news_for_an_officer_without_an_account_hangs_on_the_job():
    life = a_life("claimed").do(c.Update("text", "information"), by("spoc"))
    assert one(life, "update:1:-", accounts={}).under == "job"


def test_news_moves_on_with_the_job():
    life = a_life("claimed").do(c.Update("text", "risk"), by("spoc")).do(c.Reassign(OTHER_OFFICER), by("sergeant"))
    was = f"update:1:{OFFICER}"
    assert hangs(life)[f"update:1:{OTHER_OFFICER}"] == f"U{OTHER_OFFICER}"
    assert one(life, was, hanging=frozenset({was})).card.lines == ("The job is not with you any more.",)


def test_news_that_hung_on_the_job_goes_to_whoever_takes_it():
    life = a_life("queued").do(c.Update("text", "risk"), by("spoc")).do(c.Claim(), by("officer"))
    assert one(life, "update:1:-", hanging=frozenset({"update:1:-"})).card.lines == ("Its officer is told.",)
    assert f"update:1:{OFFICER}" in hangs(life)


def test_news_that_was_read_or_on_a_job_that_ended_is_over():
    life = a_life("claimed").do(c.Update("text", "risk"), by("spoc"))
    key = f"update:1:{OFFICER}"
    life.do(c.AcknowledgeUpdate(1), by("officer"))
    assert one(life, key, hanging=frozenset({key})).card.lines == ("Read.",)
    ended = a_life("claimed").do(c.Update("text", "risk"), by("spoc")).do(c.Recall("duplicate"), by("spoc"))
    assert one(ended, key, hanging=frozenset({key})).card.lines == ("The job has left EVR.",)


def test_news_before_the_victim_is_found_eligible_waits():
    life = a_life("reported").do(c.Update("text", "risk"), by("spoc"))
    assert set(hangs(life)) == {"offer"}


# --- gifts --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("life", "says"),
    [
        (lambda: a_life("queued").do(c.Allocate(OFFICER), by("sergeant")), "Allocated to you"),
        (lambda: a_life("claimed").do(c.Reassign(OTHER_OFFICER), by("sergeant")), "Handed to you"),
        (lambda: a_life("desk_work"), "Back to you for desk work"),
    ],
)
def test_whoever_is_given_a_job_is_told(life, says):
    found = life()
    officer = found.incident.officer
    key = next(key for key in hangs(found) if key.startswith("given"))
    assert key == f"given:{found.incident.version}:{officer}"
    card = one(found, key).card
    assert card.title.startswith(says)
    assert hangs(found)[key] == f"U{officer}"
    assert "job.details" in buttons(card)


def test_a_gift_is_taken_up_by_doing_something_to_it():
    life = a_life("queued").do(c.Allocate(OFFICER), by("sergeant"))
    assert any(key.startswith("given") for key in hangs(life))
    life.do(c.Update("text"), by("spoc"))
    assert any(key.startswith("given") for key in hangs(life))
    life.do(c.RecordContact("no_answer"), by("officer"))
    assert not any(key.startswith("given") for key in hangs(life))


def test_a_gift_that_went_on_to_somebody_else_is_theirs():
    life = a_life("queued").do(c.Allocate(OFFICER), by("sergeant")).do(c.Reassign(OTHER_OFFICER), by("sergeant"))
    assert [key for key in hangs(life) if key.startswith("given")] == [f"given:5:{OTHER_OFFICER}"]


def test_a_job_that_one_took_oneself_is_no_gift():
    life = (
        a_life("queued").do(c.Allocate(OFFICER), by("sergeant")).do(c.Release("other"), by("officer")).do(c.Claim(), by("officer"))
    )
    assert not any(key.startswith("given") for key in hangs(life))
