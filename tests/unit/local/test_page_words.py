"""The start page has words for everything that the domain can say: a new event, command, status or deadline needs some too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from chalicelib.domain import deadlines
from chalicelib.domain.events import AnyEvent
from chalicelib.domain.rules import RULES
from chalicelib.domain.words import Status
from chalicelib.domain.worklists import LISTS
from infra.local import words
from infra.local.front import PAGE
from infra.local.place import forces

#: Those of the victim are given on their own page; the code is made where it is shown, statements and files belong to a page, and
#: recordings are held, kept and seen from the officer's page or by the API.
NOT_OFFERED_THERE = {
    "consult",
    "victim_join",
    "tell_needs",
    "ask_officer",
    "use_code",
    "read_out_code",
    "note_due",
    "record_delivery",
    "write_statement",
    "show_statement",
    "lock_statement",
    "want_statement_changed",
    "sign_statement",
    "record_statement_printed",
    "add_file",
    "finish_file",
    "give_up_file",
    "record_file_arrival",
    "record_file_lost",
    "show_file",
    "ask_custody",
    "record_custody",
    "show_custody",
    "hold_recordings",
    "release_recordings",
    "keep_recordings",
    "view_recording",
    "redact_recording",
    "record_recording",
    "record_no_recording",
    "record_retention",
    "record_redaction",
}


def keys_of(file: str, name: str) -> set[str]:
    """The keys of an object literal of a module."""
    body = re.search(rf"const {name} = {{\n(.*?)\n}};", (PAGE / "js" / file).read_text(), re.DOTALL)
    assert body, f"{name} is not in {file}"
    return set(re.findall(r"^  (\w+):", body[1], re.MULTILINE))


def test_every_event_has_its_sentence():
    assert keys_of("timeline.js", "SENTENCES") == {event.__name__ for event in get_args(AnyEvent)}


def test_every_status_and_list_has_its_words():
    assert keys_of("words.js", "STATUSES") == {status.value for status in Status}
    assert keys_of("worklist.js", "LISTS") == set(LISTS)


def test_every_command_of_a_person_can_be_given():
    assert keys_of("actions.js", "ACTIONS") == set(words.of("dorset")["rules"]) - NOT_OFFERED_THERE
    assert len(RULES) == len(words.of("dorset")["rules"])


def test_every_deadline_has_its_words():
    kinds = set(re.findall(r'yield "(\w+)"', Path(deadlines.__file__).read_text()))
    assert kinds == keys_of("words.js", "DUE") == keys_of("words.js", "FELL")


@pytest.mark.parametrize("force", forces())
def test_a_force_has_words_for_its_types_and_reasons(force: str):
    found = words.of(force)
    assert found["types"] and found["checklist"] and found["targets"] and all(found["reasons"].values())


def test_the_page_asks_nobody_else_and_holds_no_script_or_style_of_its_own():
    page = (PAGE / "index.html").read_text()
    assert not re.search(r"<script(?![^>]*src=)|<style|style=|\son\w+=", page)
    for file in PAGE.rglob("*.*"):
        text = file.read_text()
        assert "innerHTML" not in text and "insertAdjacentHTML" not in text
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text), file
