"""Words are made to fit: cut where that does no harm, split where nothing may be lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.chat.slack import limits
from chalicelib.chat.slack.limits import clean, cut, exact, head, identifier, marked, pieces, plain, size

from .anything import WORDS


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("Theft", 5, "Theft"),
        ("Theft of a bicycle", 8, "Theft o…"),
        ("😀😀😀", 4, "😀…"),  # each counts two
        ("😀😀", 4, "😀😀"),
        ("", 5, "-"),
        (" \n ", 5, "-"),
        ("a\x00b\x1fc", 5, "a b c"),
        ("one\r\ntwo", 9, "one\ntwo"),
        ("half \ud83d here", 20, "half ? here"),
    ],
)
def test_a_text_is_cut_to_its_limit(text, limit, shown):
    assert cut(text, limit) == shown


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("A & B <C>", 30, "A &amp; B &lt;C&gt;"),
        ("A & B", 8, "A &amp;…"),  # an escape is never cut in two
        ("A & B", 6, "A …"),
        ("<@U0ROWAN> holds it", 40, "<@U0ROWAN> holds it"),
        ("by <@U0ROWAN>", 9, "by …"),  # nor a mention
        ("<!channel> <@evil|x> <https://x.example|y>", 200, "&lt;!channel&gt; &lt;@evil|x&gt; &lt;https://x.example|y&gt;"),
    ],
)
def test_marked_text_keeps_mentions_and_nothing_else(text, limit, shown):
    assert cut(text, limit, marked) == shown


def test_a_text_is_split_at_a_line_else_at_a_word_else_anywhere():
    assert pieces("first line\nsecond", 14) == ["first line\n", "second"]
    assert pieces("one two three", 9) == ["one two ", "three"]
    assert pieces("abcdefgh", 3) == ["abc", "def", "gh"]
    assert pieces("a " + "<@U0123456789>" * 2, 15, marked) == ["a ", "<@U0123456789>", "<@U0123456789>"]


@settings(deadline=None, max_examples=60)
@given(WORDS, st.integers(30, 400), st.sampled_from([plain, marked]))
def test_nothing_is_lost_in_pieces_and_none_is_too_long(text, limit, write):
    parts = pieces(text, limit, write)
    assert parts
    assert all(part.strip() and size(part) <= limit for part in parts)
    whole = "".join(pieces(text, 10**6, write))
    assert "".join(parts).split() == whole.split()


@settings(deadline=None, max_examples=60)
@given(WORDS, st.integers(2, 400), st.sampled_from([plain, marked]))
def test_what_was_cut_begins_as_it_was(text, limit, write):
    shown, whole = cut(text, limit, write), "".join(pieces(text, 10**6, write))
    assert 1 <= size(shown) <= limit
    assert whole.strip().startswith(shown.removesuffix("…").strip())


@pytest.mark.parametrize("text", ["", "abc", "😀😀😀", "x" * 50])
def test_what_somebody_goes_on_writing_ends_without_a_sign(text):
    assert clean(text).startswith(head(text, 5))
    assert size(head(text, 5)) <= 5


def test_a_value_is_never_cut():
    assert exact("20261118-0416", 13) == "20261118-0416"
    with pytest.raises(ValueError, match="13 characters, where Slack takes 12"):
        exact("20261118-0416", 12)


def test_long_identifiers_stay_different_and_short():
    long = "job:" + "x" * 200
    assert identifier("job:1") == "job:1"
    assert len(identifier(long)) <= 130
    assert len({identifier(long), identifier(long + "y"), identifier(long + "z")}) == 3
    assert identifier(long) == identifier(long)


def test_the_numbers_are_slacks():
    """Again, by hand, from docs.slack.dev/reference/block-kit: a slip there is a refused message here."""
    assert (limits.MESSAGE_BLOCKS, limits.VIEW_BLOCKS, limits.HEADER, limits.SECTION) == (50, 100, 150, 3000)
    assert (limits.FIELDS, limits.FIELD, limits.BUTTON, limits.BUTTON_VALUE) == (10, 2000, 75, 2000)
    assert (limits.OVERFLOW, limits.OPTIONS, limits.OPTION, limits.OPTION_VALUE) == (5, 100, 75, 150)
    assert (limits.MODAL_TITLE, limits.MODAL_BUTTON, limits.LABEL, limits.HINT) == (24, 24, 2000, 2000)
    assert (limits.PRIVATE_METADATA, limits.IDENTIFIER, limits.INPUT) == (3000, 255, 3000)
