"""A translator adds a language without code: one file of words, and the texts in a force's policy. Done here in a copy."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import chalicelib

ROOT = Path(chalicelib.__path__[0]).parent
#: Run in the copy, with nothing of the repository on the path: what a victim sees and is sent.
SEES = """
import json
from datetime import timedelta
from chalicelib.policies import load_policies
from chalicelib.outbound.wording import letter
from chalicelib.web import rendering
policy = load_policies()["wessexshire"]
page = rendering.page(policy, "pl").html
sent = letter(policy, "sms", "07700 900123", "20261118-0416", "https://video.wessexshire.example/v#x", "pl-PL", timedelta(hours=1))
print(json.dumps({"offered": rendering.offered(policy), "page": page, "sent": sent.body, "language": sent.language}))
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for part in ("chalicelib", "infra/policies"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def translated(english: str) -> str:
    """As a translator would: every word between the quotes changed, what is in braces kept."""

    def line(found: re.Match[str]) -> str:
        key, text = found[1], found[2]
        if key in ("weekdays", "months"):
            return f'{key} = "{text.replace(" ", "y ")}y"'
        return f'{key} = "Po polsku: {text}"'

    return re.sub(r'(?m)^(\w+) = "(.*?)"', line, english).replace("checked = true", "checked = false")


def seen(copy: Path) -> dict[str, object]:
    done = subprocess.run([sys.executable, "-c", SEES], cwd=copy, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-500:]
    made: dict[str, object] = json.loads(done.stdout)
    return made


def test_a_file_of_words_is_all_that_a_language_needs(copy: Path):
    # Given a force whose policy has its texts in Polish, and pages that do not know the language
    before = seen_without(copy)
    # When a translator adds the file
    words = copy / "chalicelib" / "web" / "words"
    (words / "pl.toml").write_text(translated((words / "en.toml").read_text(encoding="utf-8")), encoding="utf-8")
    # Then the page is there in Polish, and offered; the text was in Polish all along
    after = seen(copy)
    assert "KeyError: 'pl'" in before
    assert after["offered"] == ["en", "pl"]
    page = str(after["page"])
    assert '<html lang="pl"' in page
    assert "Po polsku: Your video appointment" in page
    assert re.search(r'href="\?lang=en" lang="en"', page)
    assert (after["language"], str(after["sent"]).startswith("Policja hrabstwa Wessexshire")) == ("pl", True)


def seen_without(copy: Path) -> str:
    done = subprocess.run([sys.executable, "-c", SEES], cwd=copy, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    return done.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{force}: your burglary {reference} at {link}. Call 101 to check.", 'must not say "burglary"'),
        ("{force}: urgent, {reference} at {link}. Call 101 to check.", 'must not say "urgent"'),
        ("{force}: {reference} at {link}.", "calling 101"),
    ],
)
def test_the_texts_of_a_new_language_are_checked_like_the_others(copy: Path, text: str, says: str):
    policy = copy / "infra" / "policies" / "wessexshire.toml"
    written = re.sub(
        r'(?m)(^\[texts\.templates\.pl\]\nlink_sms = ").*?"$',
        lambda found: f'{found[1]}{text}"',
        policy.read_text(encoding="utf-8"),
    )
    policy.write_text(written, encoding="utf-8")
    assert says in seen_without(copy)
