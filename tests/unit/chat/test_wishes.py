"""What the victim said at the page stands on the officer's card: what they need, who joins, what they ask. Never who they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.chat.cards import job_card
from chalicelib.chat.wishes import NEEDS
from chalicelib.domain import commands as c
from chalicelib.domain.commands_victim import TellNeeds
from tests.builders import a_life, by, policy

VICTIM = by("victim")


def card_after(*commands: c.Command) -> dict[str, str]:
    life = a_life("link_sent")
    for command in commands:
        life.do(command, VICTIM)
    shown = job_card(life.incident, policy(), life.now)
    return {each.label: each.value for each in shown.facts} | {"lines": "\n".join(shown.lines)}


@pytest.mark.parametrize(("need", "words"), NEEDS.items())
def test_each_need_is_on_the_card(need: str, words: str):
    assert card_after(TellNeeds((need,)))["Needs"] == f"needs {words}"


def test_a_parent_or_carer_who_joins_is_on_the_card_without_a_name():
    shown = card_after(TellNeeds(("interpreter", "hearing"), accompanied=True, companion="ref-1", note="ref-2"))
    assert shown["Needs"] == "a parent or carer joins; needs an interpreter, help with hearing"
    assert "ref-" not in str(shown)


def test_who_needs_nothing_has_no_such_line():
    assert "Needs" not in card_after() and "Needs" not in card_after(TellNeeds())


def test_what_the_victim_asks_is_on_the_card():
    assert "does not want to go on for now" in str(card_after(c.AskOfficer("stop")))
    wanted = a_life("link_sent").now + timedelta(days=1)
    assert "asks for another time, from Thu 19 Nov" in str(card_after(c.AskOfficer("another_time", wanted)))
