"""How many parts a text message takes: counted as phones count."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.domain.policy.codes import LONGEST_REFERENCE, TOKEN_LETTERS
from chalicelib.domain.segments import outside, parts
from chalicelib.domain.words import Reference
from chalicelib.store.personal import TOKEN_LENGTH


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("x" * 160, 1),
        ("x" * 161, 2),
        ("x" * 306, 2),
        ("x" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("{" * 152, 2),
        ("{" * 153, 3),
        ("x" * 152 + "€" + "x" * 152, 3),
        ("x" * 151 + "€" + "x" * 153, 2),
        ("ŵ" * 70, 1),
        ("ŵ" * 71, 2),
        ("ŷ" * 134, 2),
        ("ŷ" * 135, 3),
        ("x" * 69 + "â", 1),
        ("x" * 70 + "â", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),
        ("😀" * 67, 3),
    ],
)
def test_the_parts_are_counted_as_phones_count_them(text, count):
    assert parts(text) == count


def test_the_letters_of_welsh_that_halve_the_room():
    assert outside("à è é ì ò ù ö ü ä ñ") == ""
    assert outside("â ê î ô û ŵ ŷ â á í ó ú") == "âêîôûŵŷáíóú"


@given(some.text(some.sampled_from("ab€{ŵ😀"), max_size=400))
def test_what_is_taken_away_never_makes_it_longer(text):
    assert parts(text[:-1]) <= parts(text) <= parts(text + "a")


@given(some.text(max_size=400))
def test_one_letter_more_is_one_part_more_at_most_in_the_same_alphabet(text):
    assert parts(text + text[-1:]) - parts(text) <= 1


def test_the_longest_reference_and_token_are_those_of_the_rest_of_the_code():
    assert TOKEN_LETTERS == TOKEN_LENGTH
    assert Reference.__metadata__[0].max_length == LONGEST_REFERENCE
