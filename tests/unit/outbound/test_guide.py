"""docs/providers.md names every provider, refusal, metric and setting that it is about: what it forgets fails here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.domain.policy.codes import EMAIL_PROVIDERS, SMS_PROVIDERS, TEMPLATES
from chalicelib.domain.policy.contact import Notify, Texts
from chalicelib.outbound.providers.notify_key import NotifyKey

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "providers.md").read_text(encoding="utf-8")
SOURCES = [ROOT / "chalicelib" / "outbound" / name for name in ("sending.py", "receipts.py", "texts.py")]


def test_every_provider():
    assert [name for name in (*SMS_PROVIDERS, *EMAIL_PROVIDERS) if f"| `{name}` |" not in GUIDE] == []


def test_every_setting_of_the_policy_and_of_the_secret():
    names = {*Texts.__struct_fields__, *Notify.__struct_fields__, *TEMPLATES, *NotifyKey.__struct_fields__} - {"notify", "url"}
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", GUIDE)] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_every_metric(source: Path):
    text = source.read_text(encoding="utf-8")
    named = set(re.findall(r'"((?:Provider|Receipt|Text)[A-Z]\w+)"', text)) - {"TextIO"}
    assert [name for name in sorted(named) if f"`{name}`" not in GUIDE] == []


def test_every_refusal_about_a_number():
    codes = set(re.findall(r'"(number_\w+)"', (ROOT / "chalicelib" / "service" / "numbers.py").read_text(encoding="utf-8")))
    assert len(codes) == 4
    assert [code for code in sorted(codes) if f"`{code}`" not in GUIDE] == []


def test_where_notify_calls_back():
    from chalicelib.api.receipts import NOTIFY

    assert f"<the API's domain>{NOTIFY}" in GUIDE
