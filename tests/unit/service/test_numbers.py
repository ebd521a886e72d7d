"""Which numbers a text can be sent to. Numbers are Ofcom's for drama where there are such, else the library's own examples."""

from __future__ import annotations

import subprocess
import sys

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from chalicelib.service.numbers import NoTexts, mobile


def example(region: str, kind: int) -> str:
    number = phonenumbers.example_number_for_type(region, kind)
    assert number is not None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def code(written: str) -> str:
    with pytest.raises(NoTexts) as refused:
        mobile(written)
    assert str(refused.value) == refused.value.code, "nothing of the number"
    return refused.value.code


@pytest.mark.parametrize(
    "written",
    [
        "07700 900123",
        "+447700900123",
        "0044 7700 900123",
        "+44 (0)7700 900-123",
        "(07700) 900.123",
        "07700/900123",
        "\u00a007700\u00a0900123 ",
        "7700900123",
    ],
)
def test_a_british_mobile_however_it_is_written(written):
    assert mobile(written) == "+447700900123"


@pytest.mark.parametrize("region", ["FR", "PL", "IE", "RO", "IN", "US", "JE", "GG", "IM"])
def test_a_mobile_of_another_country_and_of_the_islands(region):
    number = example(region, PhoneNumberType.MOBILE)
    assert mobile(number) == number


def test_a_range_that_the_library_does_not_know_yet_is_a_mobile_all_the_same():
    """Ofcom's drama range is such a one: a new operator's number must not be refused."""
    assert phonenumbers.number_type(phonenumbers.parse("+447700900123")) == PhoneNumberType.UNKNOWN
    assert mobile("07700 900999") == "+447700900999"


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        (PhoneNumberType.FIXED_LINE, "number_landline"),
        (PhoneNumberType.PREMIUM_RATE, "number_premium"),
        (PhoneNumberType.PERSONAL_NUMBER, "number_premium"),
        (PhoneNumberType.TOLL_FREE, "number_no_texts"),
        (PhoneNumberType.VOIP, "number_no_texts"),
        (PhoneNumberType.PAGER, "number_no_texts"),
        (PhoneNumberType.UAN, "number_no_texts"),
    ],
)
def test_other_british_numbers_are_refused_each_by_its_kind(kind, refused):
    assert code(example("GB", kind)) == refused


def test_a_number_whose_cost_is_shared_is_refused_as_well():
    assert code(example("DE", PhoneNumberType.SHARED_COST)) == "number_premium"


@pytest.mark.parametrize("written", ["020 7946 0123", "0117 496 0123", "+33 1 99 00 12 34"])
def test_a_landline_here_or_abroad_takes_no_texts(written):
    assert code(written) == "number_landline"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "999",
        "101",
        "12345",
        "07700 90012",
        "07700 900 1234",
        "+44770090012345678",
        "+0123456789",
        "+999 123456789",
        "07700 900123 ext 4",
        "07700 90CALL",
        "hello",
        "07700900123\n#",
        "07700 900123, 07700 900124",
        "+33 0",
        "0" * 60,
    ],
)
def test_what_cannot_be_a_number_is_refused(written):
    assert code(written) == "number_invalid"


def test_the_library_is_loaded_when_a_number_is_looked_at_and_not_before():
    load = "import sys, chalicelib.service, chalicelib.service.numbers as n; a = 'phonenumbers' in sys.modules; "
    used = load + "n.mobile('07700 900123'); print(a, 'phonenumbers' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", used], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "True"]
