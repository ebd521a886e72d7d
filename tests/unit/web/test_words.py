"""The words of the pages: each language has all of them, with the same gaps, and none is left over."""

from __future__ import annotations

import re
import tomllib

import pytest

from chalicelib.policies import load_policies
from chalicelib.web import bundle, rendering
from chalicelib.web.words import BASE, FOLDER, checked, languages, words

OTHERS = [each for each in languages() if each != BASE]
TEMPLATE = (rendering.WEB / "page.html").read_text(encoding="utf-8")
#: What a script fills in when it says it.
MOMENT = {"time", "reference", "day", "weekday", "month", "hour", "minute", "interpreter", "number", "sent", "size"}
#: What a script names by a variable part.
MADE_UP = ("waiting.", "refused.", "time.", "statement.over_", "files.")


def test_english_and_welsh_are_there():
    assert {"en", "cy"} <= set(languages())


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_has_exactly_the_same_words_with_the_same_gaps(language: str):
    base, other = words(BASE), words(language)
    assert set(other) == set(base)
    gaps = {name: sorted(re.findall(r"\{\w+\}", text)) for name, text in base.items()}
    assert {name: sorted(re.findall(r"\{\w+\}", text)) for name, text in other.items()} == gaps


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_was_left_untranslated(language: str):
    same = {name for name, text in words(language).items() if text == words(BASE)[name]}
    assert same == set()


@pytest.mark.parametrize("language", languages())
def test_a_week_has_seven_days_and_a_year_twelve_months(language: str):
    said = words(language)
    assert (len(set(said["date.weekdays"].split(" "))), len(set(said["date.months"].split(" ")))) == (7, 12)


@pytest.mark.parametrize("language", languages())
def test_no_word_is_empty_and_a_draft_says_so(language: str):
    assert all(text.strip() == text and text for text in words(language).values())
    first = (FOLDER / f"{language}.toml").read_text(encoding="utf-8").splitlines()[0]
    assert checked(language) or "native reader has to check" in first


def test_welsh_is_a_draft_until_somebody_has_read_it():
    assert not checked("cy")


@pytest.mark.parametrize("language", languages())
def test_no_word_names_a_crime_or_urges(language: str):
    """Whoever looks over the shoulder learns nothing of what happened."""
    said = " ".join(words(language).values()).casefold()
    for never in ("crime", "victim ", "offender", "assault", "domestic", "suspect", "urgent", "immediately"):
        assert never not in said.replace("victim support", ""), never


def test_every_word_is_used():
    script = bundle.script()
    named = set(re.findall(r"\{\{([\w.]+)\}\}", TEMPLATE)) | set(re.findall(r'"([a-z_]+\.[a-z_0-9]+)"', script))
    made = {f"{section}.{value}" for kind, section, values in _choices() for value in values.split(",")}
    survey = {name for name in words(BASE) if name.startswith("survey.")}
    here = {"language.name", "page.police", "page.languages", "ended.support", *(f"privacy.{each}" for each in rendering._PRIVACY)}
    unused = {each for each in set(words(BASE)) - named - made - survey - here if not each.startswith(MADE_UP)}
    assert unused == set()


def _choices() -> list[tuple[str, str, str]]:
    found = re.findall(r"\{\{\{(radios|checkboxes):(\w+):\w+:([\w,]+)\}\}\}", TEMPLATE)
    assert found
    return found


def test_every_word_that_the_script_says_is_brought_along():
    spoken = set(re.findall(r'\bsay\(\s*"([\w.]+)"', bundle.script())) | set(
        re.findall(r'"(waiting\.\w+|call\.\w+|trouble\.\w+)"', bundle.script())
    )
    assert {each.partition(".")[0] for each in spoken} <= set(rendering.SPOKEN)
    assert spoken <= set(words(BASE))


@pytest.mark.parametrize("force", load_policies())
@pytest.mark.parametrize("language", languages())
def test_a_page_has_no_gap_left_but_those_of_the_moment(force: str, language: str):
    html = rendering.page(load_policies()[force], language).html
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    assert set(re.findall(r"\{(\w+)\}", body)) <= MOMENT
    assert "{{" not in body
    assert f'lang="{language}"' in html


def test_a_language_that_is_not_there_is_named():
    with pytest.raises(KeyError, match="xx"):
        words("xx")


def test_the_files_are_toml_of_sections():
    for language in languages():
        tables = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
        assert all(isinstance(table, dict) for table in tables.values())
