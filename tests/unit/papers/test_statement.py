"""The statement on paper: everything that was signed stands on it."""

from datetime import UTC, datetime

import pytest

from chalicelib.papers import statement
from chalicelib.service.statements import Document
from tests.unit.papers.looks import words_of

AT = datetime(2026, 7, 1, 12, 30, 5, tzinfo=UTC)
HASH = "ab" * 32


def document(**changes) -> Document:
    fields = {
        "kind": "mg11",
        "title": "Witness statement",
        "force": "Testshire Police",
        "reference": "20260701-0001",
        "particulars": (("Statement of", "Test Person-Elm"), ("Occupation", "Nurse")),
        "text": "The first paragraph.\n\nThe second one.",
        "read_over": "self",
        "interpreter": None,
        "declaration": "I, Test Person-Elm, declare that this is true.",
    }
    return Document(**fields | changes)


def printed(folder, name="Test Person-Elm", capacity="witness", drawing=None, **changes) -> str:
    signature = statement.Signature(name, capacity, AT, drawing)
    return words_of(statement.pages(document(**changes), 1, 2, HASH, signature, "PC2214"), folder)


def test_everything_that_was_signed_stands_on_it(tmp_path):
    words = printed(tmp_path)
    for each in (
        "Witness statement", "Testshire Police", "20260701-0001", "statement 1, edition 2", "Test Person-Elm", "Nurse",
        "The first paragraph.", "The second one.", "I, Test Person-Elm, declare that this is true.",
        "The witness read the statement.", "by typing the name", "01 July 2026 at 13:30:05 BST", "PC2214", HASH,
    ):  # fmt: skip
        assert each in words, each


@pytest.mark.parametrize(
    ("read_over", "said"),
    [("officer", "read over to the witness by the officer"), ("interpreter", "by the interpreter, Test Interpreter (Polish)")],
)
def test_who_read_it_over_is_said(tmp_path, read_over, said):
    interpreter = "Test Interpreter (Polish)" if read_over == "interpreter" else None
    assert said in printed(tmp_path, read_over=read_over, interpreter=interpreter)


def test_a_parent_signs_as_such_and_a_drawn_signature_is_drawn(tmp_path):
    words = printed(tmp_path, capacity="parent_or_carer", drawing="M10 20 L300 40 M5 5 L9 9")
    assert "a parent or carer of the witness" in words
    assert "by hand on the screen" in words


def test_a_long_statement_goes_over_many_pages_and_keeps_its_last_words(tmp_path):
    assert "the very last word" in printed(tmp_path, text="word " * 7000 + "the very last word")
