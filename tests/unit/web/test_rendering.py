"""The document: a force's own words, hostile ones as words, small, and with nothing in it that a strict policy forbids."""

from __future__ import annotations

import gzip
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from msgspec.structs import replace

from chalicelib.domain.policy.contact import PageWords
from chalicelib.web import bundle, rendering
from chalicelib.web.words import languages
from tests.builders import policy

#: What the whole page may weigh, compressed; the API's budget.
MOST = 100_000


def of(language: str = "en", **changes: object) -> str:
    return rendering.page(replace(policy(), **changes), language).html


def test_it_is_the_forces_own():
    html = of(name="Testshire Police")
    assert "<title>Video appointment: Testshire Police</title>" in html
    assert "an officer of Testshire Police" in html


def test_a_force_has_its_own_name_in_another_language():
    texts = replace(policy().texts, names={"cy": "Heddlu Prawf"})
    assert "Heddlu Prawf" in of("cy", texts=texts)
    assert "Heddlu Prawf" not in of("en", texts=texts)


def test_at_no_forces_address_it_is_the_polices():
    html = rendering.page(None, "en").html
    assert 'data-force=""' in html
    assert "an officer of the police" in html


def test_the_forces_own_paragraphs_stand_instead_of_everybodys():
    pages = {"en": PageWords(privacy=("Test: we keep it for a year.",), support=("Test: the shelter, 01632 960123.",))}
    html = of(pages=pages)
    assert "Test: we keep it for a year." in html
    assert "Test: the shelter" in html
    assert "Information Commissioner" not in html
    # a language in which the force says nothing of its own has what stands in its first
    assert "Test: the shelter" in of("cy", pages=pages)


def test_words_that_look_like_markup_are_words():
    hostile = '<img src=x onerror=alert(1)> "&'
    html = of(name=hostile, pages={"en": PageWords(privacy=(hostile,))})
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt; &quot;&amp;") >= 3


def test_what_the_template_names_and_is_not_there_fails():
    with pytest.raises(KeyError):
        rendering._Writer("F", "f", "en", None, {})._fill(rendering._NAMED.match("{{{nonsense}}}"))


@pytest.mark.parametrize("language", languages())
def test_nothing_inline_but_the_style_sheet_whose_hash_is_told(language: str):
    made = rendering.page(policy(), language)
    (style,) = re.findall(r"<style>(.*?)</style>", made.html, re.DOTALL)
    assert b64encode(sha256(style.encode()).digest()).decode() == made.style
    assert not re.search(r"\son\w+=|\sstyle=|javascript:", made.html.replace(style, ""))
    assert re.findall(r"<script[^>]*>", made.html) == ['<script type="module" src="v/page.js">']


@pytest.mark.parametrize("language", languages())
def test_nothing_comes_from_a_third_party(language: str):
    html = rendering.page(policy(), language).html + bundle.script()
    fetched = re.findall(
        r'(?:src|srcset|action)="(https?:[^"]+)"|url\((?!["\']?data:)([^)]+)\)|<link[^>]+href="(?!data:)([^"]+)"', html
    )
    assert fetched == []


@pytest.mark.parametrize("language", languages())
def test_it_is_light(language: str):
    html, script = rendering.page(policy(), language).html.encode(), bundle.script().encode()
    assert len(gzip.compress(html)) + len(gzip.compress(script)) < MOST * 0.6


def test_every_view_has_one_heading_and_every_id_is_one():
    html = of()
    views = re.findall(r'<section data-view="(\w+)".*?</section>', html, re.DOTALL)
    assert len(views) == len(set(views)) >= 15
    for section in re.findall(r"<section.*?</section>", html, re.DOTALL):
        assert section.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_no_font_and_no_crown_of_gov_uk():
    css = rendering.css()
    assert "GDS Transport" not in css
    assert "@font-face" not in css
    assert "crown" not in css + of()


@pytest.mark.parametrize(("known", "expected"), [(("en", "cy"), ("en", "cy")), (("pl", "en"), ("en",)), (("pl",), ("en",))])
def test_a_page_is_offered_in_the_forces_languages_as_far_as_there_are_words(known: tuple[str, ...], expected: tuple[str, ...]):
    assert rendering.offered(replace(policy(), languages=known)) == expected


def test_the_script_holds_each_module_once_and_no_import():
    script = bundle.script()
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)
    firsts = {file.name: file.read_text().splitlines()[0] for file in (rendering.WEB / "js").glob("*.js")}
    # what the officer's page alone uses (the recorder) is not in the victim's script
    assert {name for name, first in firsts.items() if script.count(first)} == _used()
    assert all(script.count(firsts[name]) == 1 for name in _used())
    assert "room.js" in _used()


def _used() -> set[str]:
    """Every module that the victim's page needs, found by its imports."""
    found, next_ = set(), {"start.js"}
    while next_:
        found |= next_
        texts = [(rendering.WEB / "js" / name).read_text() for name in next_]
        next_ = {each for text in texts for each in re.findall(r'from "\./([\w-]+\.js)"', text)} - found
    return found
