"""Who is on, what they hold, and how long the wait is."""

import pytest

from chalicelib.chat.team import names, ratio, team_card
from chalicelib.chat.waiting import Waiting
from chalicelib.domain import commands as c
from tests.builders import DAY, HOUR, NOW, OFFICER, OTHER_OFFICER, SERGEANT, a_life, an_incident, an_officer, by, policy

from .lives import LATER

POLICY = policy()


def fact(a_card, label):
    return next((each.value for each in a_card.facts if each.label == label), None)


def a_team(constables, sergeants=1):
    return [
        *(an_officer(f"PC{n:04}") for n in range(constables)),
        *(an_officer(f"PS{n:04}", roles=("sergeant",)) for n in range(sergeants)),
        an_officer("PC9000", "off"),
    ]


def test_who_is_on_and_what_they_hold():
    on = [an_officer(OTHER_OFFICER, "break"), an_officer(job="20261118-0416"), an_officer(SERGEANT, roles=("sergeant",))]
    shown = team_card(on, POLICY, LATER, Waiting((an_incident(reported_at=NOW + HOUR), an_incident()), more=True))
    assert shown.lines == (
        "PC2214 Test Officer-Rowan: on shift, holds 20261118-0416",
        "PC2215 Test Officer-Rowan: on a break",
        "PS1101 Test Officer-Rowan (sergeant): on shift",
    )
    assert fact(shown, "Queue") == "More than 2 waiting."
    assert fact(shown, "Longest wait in the queue") == "5 h 10 min"
    assert shown.summary == "2 officers on, 0 free; longest wait: 5 h 10 min"


@pytest.mark.parametrize(
    ("constables", "sergeants", "words", "tone"),
    [
        (7, 1, "1 for 7 officers", "plain"),
        (8, 1, "1 for 8 officers: 2 needed, 1 to 7", "warning"),
        (1, 0, "0 for 1 officer: 1 needed, 1 to 7", "warning"),
        (0, 0, "0 for 0 officers", "plain"),
    ],
)
def test_workload_against_the_ratio(constables, sergeants, words, tone):
    shown = team_card(a_team(constables, sergeants), POLICY, NOW)
    assert fact(shown, "Sergeants on") == ratio(constables, sergeants, POLICY) == words
    assert shown.tone == tone


def test_nobody_on_shift_and_nobody_waiting_are_said():
    shown = team_card([an_officer(duty="off"), an_officer("PC1", active=False)], POLICY, NOW)
    assert shown.lines == ("Nobody is on shift.",)
    assert fact(shown, "Longest wait in the queue") == "nobody waits"


def test_staff_are_shown_as_the_platform_mentions_them():
    assert names([an_officer(), an_officer("PC1")], {"PC1": "<@U1>"}) == {OFFICER: f"{OFFICER} Test Officer-Rowan", "PC1": "<@U1>"}


def test_roles_beside_the_officers_are_shown():
    shown = team_card([an_officer("SP1", roles=("spoc", "call_handler"))], POLICY, NOW)
    assert shown.lines == ("SP1 Test Officer-Rowan (FCR SPOC, call handler): on shift",)


def test_the_longest_wait_is_not_always_the_first_in_the_queue():
    urgent = a_life("queued", at=NOW + HOUR).do(c.Allocate(), by("sergeant")).incident
    assert Waiting((urgent, an_incident("queued"))).oldest == NOW
    assert Waiting().oldest is None


def test_the_teams_of_the_roster_are_named():
    assert fact(team_card([], POLICY, NOW), "Teams on by the roster") == "C, D"
    assert fact(team_card([], POLICY, NOW + DAY / 2 + HOUR), "Teams on by the roster") == "none"
