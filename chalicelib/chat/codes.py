"""The code that an officer reads out to a victim whom no link reaches, in a private reply: nothing else ever shows it."""

from __future__ import annotations

from datetime import datetime

from .actions import ACTIONS
from .model import Fact, Notice
from .spans import clock, span

#: As the victim's page calls it (`chalicelib/web/words/en.toml`, `landing.code`).
CHOICE = "I was told a code"


def to_read_out(reference: str, code: str, until: datetime, now: datetime, where: str) -> Notice:
    """Six digits in two groups, until when they work, where they are typed, and a sentence to say."""
    first, second = code[:3], code[3:]
    sentence = f'"Open {where} in your browser and choose {CHOICE}. The code is {", ".join(first)}; {", ".join(second)}."'
    return Notice(
        text=f"A code for {reference}. Only you see this. Hide it when the victim is through; a new one ends this one.",
        facts=(
            Fact("Code", f"{first} {second}"),
            Fact("Works", f"once, until {clock(until)} (for {span(until - now)})"),
            Fact("Typed at", f'{where}, under "{CHOICE}"'),
            Fact("Read out", sentence),
        ),
        buttons=(ACTIONS["details.hide"].button(reference),),
        tone="good",
        hide=True,
    )


def address(base: str, domain: str, force: str) -> str:
    """Where the victim types it, as one says it: `{domain}` in the base stands for the force's own host; else whose it is."""
    whose = "" if "{domain}" in base else f"?force={force}"
    return f"{base.replace('{domain}', domain).removeprefix('https://')}{whose}"
