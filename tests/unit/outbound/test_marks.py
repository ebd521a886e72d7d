"""Our mark on a message: it goes out and comes back as it was, and nothing else is taken for one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.outbound import marks
from chalicelib.outbound.marks import Mark
from chalicelib.store import keys

MARK = Mark("dorset", "20261118-0416", "SEND#00000006.00#sms")
REFERENCES = some.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,63}", fullmatch=True)


def test_it_names_the_row_of_the_delivery():
    assert MARK.key == keys.delivery("dorset", "20261118-0416", "00000006.00", "sms")
    assert MARK.channel == "sms"
    assert str(MARK) == "dorset/20261118-0416/SEND#00000006.00#sms"


@given(REFERENCES)
def test_it_comes_back_as_it_was_whatever_the_reference(reference):
    mark = Mark("dorset", reference, "SEND#00000012.01#email")

    assert marks.read(str(mark)) == mark
    assert marks.read(mark.tag) == mark
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,256}", mark.tag), "as SES takes it"
    assert len(str(mark)) <= 800, "as End User Messaging takes it"


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "dorset",
        "dorset/R-1",
        "dorset/R-1/STATE",
        "dorset/R-1/SEND#1.0#sms",
        "dorset/R-1/SEND#00000006.00#fax",
        "DORSET/R-1/SEND#00000006.00#sms",
        "dorset/R-1/SEND#00000006.00#sms\n",
        "dorset/R 1/SEND#00000006.00#sms",
        "dorset/R-1#x/SEND#00000006.00#sms",
        "Zm9v",
        "%%%",
        "ü",
        "A",
    ],
)
def test_what_is_none_of_ours_is_not_read(text):
    assert marks.read(text) is None


@given(some.text(max_size=60))
def test_nothing_makes_it_stumble(text):
    found = marks.read(text)
    assert found is None or str(found) == text
