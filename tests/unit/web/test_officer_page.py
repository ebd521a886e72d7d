"""The officer's document and script: whole, nothing inline, every word there and used, no name that hides a browser's own."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from msgspec.structs import replace

from chalicelib.policies import load_policies
from chalicelib.settings import Identity
from chalicelib.web import bundle
from chalicelib.web.officer import rendering
from chalicelib.web.words import BASE
from chalicelib.web.words import words as victims_words
from tests.builders import policy

IDENTITY = Identity("https://id.test.example", "https://id.test.example/keys", "evr", "spa")
TEMPLATE = (rendering.HERE / "page.html").read_text(encoding="utf-8")
#: What a script names by a variable part.
MADE_UP = (
    *("refused.", "lobby.need_", "details.", "talk.quality_", "tape.", "paused.", "states.", "signin.", "access.what_", "notes."),
    *("statement.", "files."),
)


def html(**changes: object) -> str:
    return rendering.page(replace(policy(), **changes), IDENTITY).html


def test_nothing_inline_but_the_style_sheet_whose_hash_is_told():
    made = rendering.page(policy(), IDENTITY)
    (style,) = re.findall(r"<style>(.*?)</style>", made.html, re.DOTALL)
    assert b64encode(sha256(style.encode()).digest()).decode() == made.style
    assert not re.search(r"\son\w+=|\sstyle=|javascript:", made.html.replace(style, ""))
    assert re.findall(r"<script[^>]*>", made.html) == ['<script type="module" src="officer/page.js">']


def test_what_the_force_has_decided_stands_in_it_as_words():
    hostile = '<img src=x onerror=alert(1)> "&'
    found = html(name=hostile, checklist={"vna": hostile})
    assert "<img" not in found
    assert found.count("&lt;img src=x onerror=alert(1)&gt; &quot;&amp;") >= 2
    for code in policy().reasons.escalate:
        assert f'value="{code}"' in found


def test_every_id_is_one_and_every_view_has_its_heading():
    found = html()
    ids = re.findall(r'\sid="([^"]+)"', found)
    assert len(ids) == len(set(ids))
    views = re.findall(r'data-view="(\w+)"', found)
    assert len(views) == len(set(views)) >= 10
    for section in re.split(r"(?=<section data-view)", found)[1:]:
        assert "<h1" in section


@pytest.mark.parametrize("force", load_policies())
def test_no_gap_is_left_but_those_of_the_moment(force: str):
    body = re.sub(r"<style>.*?</style>", "", rendering.page(load_policies()[force], IDENTITY).html, flags=re.DOTALL)
    assert "{{" not in body
    assert "{force}" not in body


def test_what_the_template_names_and_is_not_there_fails():
    writer = rendering._Writer(policy(), IDENTITY)
    for named in ("{{{nonsense}}}", "{{no.such}}"):
        with pytest.raises(KeyError):
            writer._fill(rendering._NAMED.match(named))


# --- words --------------------------------------------------------------------------------------------------------------------


def test_no_section_has_the_name_of_one_that_comes_from_the_victims_page():
    shared = {name.partition(".")[0] for name in victims_words(BASE)} & set(rendering._SHARED)
    assert shared & {name.partition(".")[0] for name in rendering.words()} == set()


def test_every_word_that_the_script_says_is_there_and_every_word_is_used():
    script = bundle.script(bundle.OFFICER)
    there = set(rendering.words()) | {name for name in victims_words(BASE) if name.partition(".")[0] in rendering._SHARED}
    said = set(re.findall(r'"((?:[a-z]+)\.[a-z_0-9]+)"', script)) & {
        f"{section}.{rest}" for section, rest in re.findall(r'"([a-z]+)\.([a-z_0-9]+)"', script) if section in _sections(there)
    }
    assert said <= there
    used = said | set(re.findall(r"\{\{([\w.]+)\}\}", TEMPLATE))
    assert {name for name in set(rendering.words()) - used if not name.startswith(MADE_UP)} <= _of_the_template()


def _sections(names: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def _of_the_template() -> set[str]:
    """What the renderer puts in by itself."""
    return {f"tasks.{tick}" for tick in rendering._TICKS} | {"signin.nowhere", "signin.none", "signin.words"}


def test_every_status_of_a_job_has_its_words():
    from chalicelib.domain.words import Status

    assert {f"states.{each.value}" for each in Status} <= set(rendering.words())


# --- the script ---------------------------------------------------------------------------------------------------------------

#: Functions of the browser that a module uses plainly, and that a name of ours at the top would hide.
BROWSERS = {"open", "close", "fetch", "stop", "print", "find", "focus", "parent", "top", "alert", "confirm", "self"}


def test_it_holds_each_module_once_and_no_import():
    script = bundle.script(bundle.OFFICER)
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)
    own = sorted((rendering.HERE / "js").glob("*.js"))
    assert {file.resolve() for file in own} <= set(bundle.modules(bundle.OFFICER))
    assert all(script.count(file.read_text(encoding="utf-8").splitlines()[0]) == 1 for file in own)


@pytest.mark.parametrize("start", [bundle.VICTIM, bundle.OFFICER])
def test_no_two_modules_use_one_name_and_none_hides_a_browsers_own(start: str):
    found: list[str] = []
    for file in bundle.modules(start):
        text = file.read_text(encoding="utf-8")
        found += re.findall(r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)", text, re.MULTILINE)
        for several in re.findall(r"^(?:export )?(?:let|const) [\[{]([^\]}]+)[\]}] =", text, re.MULTILINE):
            found += [name.strip() for name in several.split(",")]
    assert sorted(name for name in set(found) if found.count(name) > 1) == []
    assert BROWSERS & set(found) == set()


def test_the_victims_script_has_nothing_of_the_officers():
    assert not [file for file in bundle.modules(bundle.VICTIM) if "officer" in file.parts or file.name == "oauth4webapi.js"]
