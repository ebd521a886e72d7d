"""Templates, languages, and what a message looks like."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.domain.policy import Policy
from chalicelib.outbound import wording
from chalicelib.outbound.letter import Letter
from tests import builders as b

URL = "https://evr.example/v#" + "x" * 22


def letter(channel: str = "sms", to: str = b.PHONE, language: str | None = None, policy: Policy | None = None) -> Letter:
    return wording.letter(policy or b.policy(), channel, to, "R-1", URL, language, timedelta(hours=1))


def with_texts(**changes: Any) -> Policy:
    return replace(b.policy(), texts=replace(b.policy().texts, **changes))


def test_a_text_goes_to_the_number_as_providers_want_it():
    assert letter(to="(07700) 900.123").to == "+447700900123"


@pytest.mark.parametrize(("channel", "to"), [("sms", "020 7946 0123"), ("sms", "hello"), ("sms", ""), ("email", "nobody")])
def test_what_cannot_be_reached_is_refused_without_repeating_it(channel: str, to: str):
    with pytest.raises(wording.BadAddress) as refused:
        letter(channel, to)
    assert str(refused.value) == ""


@pytest.mark.parametrize(("spoken", "begins"), [("cy", "eich"), ("cy-GB", "eich"), ("pl", "your"), ("en", "your"), (None, "your")])
def test_the_victims_language_is_used_where_the_force_has_it(spoken: str | None, begins: str):
    assert letter(language=spoken).body.partition(": ")[2].startswith(begins)


def test_the_force_is_called_by_its_name_in_that_language():
    policy = with_texts(names={"cy": "Heddlu Prawf"})
    assert letter(language="cy", policy=policy).body.startswith("Heddlu Prawf: ")
    assert letter(language="en", policy=policy).body.startswith("Dorset Police")


@pytest.mark.parametrize(
    ("base", "url"),
    [("https://{domain}/v", "https://evr.dorset.example/v#t"), ("http://127.0.0.1:8800/v", "http://127.0.0.1:8800/v#t")],
)
def test_the_token_stands_in_the_fragment(base: str, url: str) -> None:
    assert wording.link(base, "evr.dorset.example", "t") == url


@pytest.mark.parametrize("force", b.FORCES)
@pytest.mark.parametrize("channel", ["sms", "email"])
def test_every_force_can_write_every_message_in_every_language(force: str, channel: str) -> None:
    for language in b.policy(force).languages:
        made = letter(channel, b.PHONE if channel == "sms" else "test@example.org", language, b.policy(force))

        assert URL in made.body
        assert made.language == language
        assert 3 <= len(b.policy(force).texts.sender) <= 11


# --- emails -------------------------------------------------------------------------------------------------------------------


class Seen(HTMLParser):
    """What a mail program makes of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_html_says_the_same_words_and_links_the_link():
    made = letter("email", "test@example.org")
    seen = Seen(made.html)

    assert "".join(seen.text.split()) == "".join((made.subject + made.body).split())
    assert [attributes["href"] for tag, attributes in seen.tags if tag == "a"] == [URL]
    assert ("html", {"lang": "en"}) in seen.tags
    assert Seen(letter("email", "test@example.org", "cy").html).tags[0] == ("html", {"lang": "cy"})


def test_it_has_no_picture_and_loads_nothing():
    seen = Seen(letter("email", "test@example.org").html)

    assert {tag for tag, _ in seen.tags} <= {"html", "head", "meta", "title", "body", "div", "p", "a", "br"}
    assert not [name for _, attributes in seen.tags for name in attributes if name in ("src", "background", "srcset")]


def test_words_of_the_policy_cannot_become_tags():
    templates = {"en": b.policy().texts.templates["en"] | {"link_email_body": "{force} <b>101</b> & {reference}\n{link}"}}
    policy = replace(with_texts(templates=templates), name='<script>"x"')

    html = letter("email", "test@example.org", policy=policy).html

    assert "&lt;script&gt;" in html
    assert "<b>" not in html
    assert "<script" not in html


def test_a_text_message_has_no_html():
    assert (letter().html, letter().subject) == ("", "")
