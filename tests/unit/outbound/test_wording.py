"""Numbers, addresses and templates."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from chalicelib.outbound import wording
from tests import builders as b


@pytest.mark.parametrize(
    "written",
    ["07700 900123", "+447700900123", "0044 7700 900123", "+44 (0)7700 900-123", "(07700) 900.123", "\u00a007700\u00a0900123 "],
)
def test_a_british_number_however_it_is_written(written: str) -> None:
    assert wording.number(written) == "+447700900123"


def test_a_foreign_number_keeps_its_country() -> None:
    assert wording.number("+33 1 99 00 12 34") == "+33199001234"


@pytest.mark.parametrize(
    "written", ["", "12345", "hello", "+0123456789", "07700 900123 ext 4", "+44770090012345678", "07700900123\n#"]
)
def test_what_cannot_be_a_number_is_refused(written: str) -> None:
    with pytest.raises(wording.BadAddress):
        wording.number(written)


def test_an_email_needs_its_at_sign() -> None:
    with pytest.raises(wording.BadAddress):
        wording.letter(b.policy(), "email", "nobody", "R", "https://x", None)


def test_the_victims_language_is_used_where_the_force_has_it() -> None:
    texts = b.policy().texts
    templates = texts.templates | {"cy": texts.templates["en"] | {"link_sms": "Cyswllt: {link}"}}
    policy = replace(b.policy(), languages=("en", "cy"), texts=replace(texts, templates=templates))

    assert wording.letter(policy, "sms", b.PHONE, "R", "https://x", "cy").body == "Cyswllt: https://x"
    assert "R" in wording.letter(policy, "sms", b.PHONE, "R", "https://x", "pl").body


@pytest.mark.parametrize(
    ("base", "url"),
    [("https://{domain}/v", "https://evr.dorset.example/v#t"), ("http://127.0.0.1:8800/v", "http://127.0.0.1:8800/v#t")],
)
def test_the_token_stands_in_the_fragment(base: str, url: str) -> None:
    assert wording.link(base, "evr.dorset.example", "t") == url


@pytest.mark.parametrize("force", b.FORCES)
@pytest.mark.parametrize("channel", ["sms", "email"])
def test_every_force_can_write_every_message(force: str, channel: str) -> None:
    to = b.PHONE if channel == "sms" else "test@example.org"

    letter = wording.letter(b.policy(force), channel, to, "R-1", "https://evr.example/v#" + "x" * 22, None)

    assert "https://evr.example/v#" + "x" * 22 in letter.body
    assert 3 <= len(b.policy(force).texts.sender) <= 11
