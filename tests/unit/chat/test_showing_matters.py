"""Cards of matters that are over, second reviews, and questions to a sergeant."""

import pytest

from chalicelib.chat.showing import wanted
from chalicelib.domain import commands as c
from tests.builders import a_life, by

from .hanging import SPACE, a_scene, buttons, hangs, one


@pytest.mark.parametrize(
    ("key", "status", "says"),
    [
        ("offer", "in_triage", "Done. Eligible for a video call."),
        ("triage", "queued", "Done. Found suitable for EVR."),
        ("triage", "escalated", "Done. Found suitable for EVR."),
        ("review:1", "finalised", "Done. Reviewed: cannot be progressed: finalised within EVR."),
        ("review:1", "desk_work", "Done. Reviewed: unclear, desk-based enquiries: back to the EVR officer."),
        ("update:1:-", "queued", "Read."),
        ("given:4:PC2214", "claimed", "You have taken it up."),
        ("given:4:PC2215", "claimed", "It is not with you any more."),
        ("question:2", "in_call", "Nothing needs to be done about this any more."),
        ("reminder:risk:2026-11-18T10:00:00.000000Z:PC2214", "claimed", "Nothing needs to be done about this any more."),
    ],
)
def test_a_card_whose_matter_is_over_says_so(key, status, says):
    done = one(a_life(status), key, hanging=frozenset({key}))
    assert done.card.lines == (says,)
    assert (done.post, done.forget, buttons(done.card)) == (False, key.startswith("reminder"), {"job.card"})


def test_a_second_submission_is_a_review_of_its_own():
    life = a_life("desk_work").do(c.Submit("text"), by("officer"))
    found = wanted(a_scene(life, hanging=frozenset({"review:1", "job"})))
    assert {each.key: each.post for each in found} == {"job": True, "review:2": True, "review:1": False}
    first = next(each for each in found if each.key == "review:1")
    assert first.card.lines == ("Done. Reviewed: unclear, desk-based enquiries: back to the EVR officer.",)


def test_a_paused_review_still_hangs():
    life = a_life("in_review").do(c.PauseReview("evidence_to_come"), by("sergeant"))
    assert "job.resume_review" in buttons(one(life, "review:1").card)


def test_a_question_calls_the_sergeants_and_each_is_its_own():
    life = a_life("in_call").do(c.Pause("sergeant_advice", "text"), by("officer"))
    first = f"question:{life.incident.version}"
    assert hangs(life)[first] == SPACE.sergeants
    life.do(c.Resume(), by("officer"))
    assert one(life, first, hanging=frozenset({first})).card.lines == ("Done. Resumed by the police.",)
    life.do(c.Pause("sergeant_advice", "text"), by("officer"))
    assert first not in hangs(life)
    assert any(key.startswith("question:") for key in hangs(life))


def test_a_pause_for_evidence_asks_nobody():
    assert not any(key.startswith("question") for key in hangs(a_life("paused")))
