"""What no text says, in the languages that have a list."""

import pytest

from chalicelib.domain.policy.never_say import said

from .policy_files import FORCES, policy_of


def found(text, language):
    return list(said(text, language))


@pytest.mark.parametrize(
    "text",
    [
        "y drosedd",
        "trosedd",
        "ei throsedd",
        "troseddau",
        "y dioddefwr",
        "i ddioddefwyr",
        "lladrad",
        "y ladrad",
        "lladron",
        "wedi'i ddwyn",
        "trais",
        "drais yn y cartref",
        "cam-drin",
        "ei gam-drin",
        "camdriniaeth",
        "bygythiad",
        "dy fygwth",
        "mewn perygl",
        "ym mherygl",
        "argyfwng",
        "brys",
        "ar frys",
        "Brysiwch",
        "ar unwaith",
        "NAWR",
        "rŵan",
        "rwan",
        "ymosodiad",
        "tystiolaeth",
        "dystion",
        "niwed",
        "aflonyddu",
        "yn gyflym",
        "stelcian",
        "arfau",
        "anafiadau",
        "ei hanafu",
        "rhywiol",
    ],
)
def test_welsh_words_of_crime_and_haste_are_found_whatever_their_first_letter(text):
    assert found(text, "cy"), text
    assert found(text, "cy-GB"), text


@pytest.mark.parametrize(
    "text",
    [
        "Agorwch y ddolen pan fydd swyddog wedi siarad gyda chi",
        "yn ôl yr arfer",
        "arfordir Dorset",
        "eich apwyntiad fideo gyda'r heddlu",
        "lle diogel a phreifat",
        "cyfeirnod",
        "y neges hon yn ddilys",
        "cysylltu",
    ],
)
def test_harmless_welsh_is_left_alone(text):
    assert found(text, "cy") == []


def test_english_words_are_found_in_every_language():
    assert found("Urgent: eich apwyntiad", "cy") == ["Urgent"]
    assert found("assault", "pl") == ["assault"]


def test_welsh_words_are_looked_for_in_welsh_only():
    assert found("brys", "en") == []


@pytest.mark.parametrize("force", FORCES)
def test_the_sample_texts_say_none_of_it(force):
    for language, templates in policy_of(force).texts.templates.items():
        assert [word for text in templates.values() for word in said(text, language)] == []
