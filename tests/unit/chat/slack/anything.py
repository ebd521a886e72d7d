"""Cards, forms, notices and homes such as the neutral model allows, however long, odd or empty their words."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

from chalicelib.chat.model import Button, Card, Fact, Field, FieldKind, Form, Home, Notice, Option, Section, Tone

_ODD = st.sampled_from(
    ["", " ", "\n", "<!channel>", "<@U123>", "a & b > c", "😀" * 40, "\u0000", "*bold* _x_", "EMERGENCY: x", '"\\']
)
_LONG = st.builds(lambda text, n: text * n, st.text(min_size=1, max_size=6) | st.sampled_from("&<'\n 😀漢"), st.integers(1, 700))
WORDS = st.text(max_size=40) | _ODD | _LONG
SHORT = st.text(max_size=20) | _ODD
#: References and codes: what programs read is never longer than this.
VALUES = st.text(alphabet="AZaz09_.:/-|", max_size=90)
CODES = st.text(alphabet="AZaz09_.:/-", min_size=1, max_size=64)
TONES = st.sampled_from(get_args(Tone))
ACTIONS = st.sampled_from(["job.claim", "job.more", "job.card", "job.close", "details.hide", "home.page"]) | CODES

buttons = st.builds(Button, ACTIONS, WORDS, VALUES, TONES, st.none() | WORDS)
facts = st.builds(Fact, WORDS, WORDS)


def tuples(of: st.SearchStrategy, most: int = 4) -> st.SearchStrategy:
    return st.lists(of, max_size=most).map(tuple)


cards = st.builds(
    Card,
    id=VALUES | WORDS,
    title=WORDS,
    summary=WORDS,
    facts=tuples(facts, 25),
    lines=tuples(WORDS, 60),
    tone=TONES,
    leading=tuples(buttons, 2),
    menu=tuples(buttons, 12),
)
small_cards = st.builds(
    Card,
    id=VALUES,
    title=WORDS,
    summary=SHORT,
    facts=tuples(facts, 3),
    lines=tuples(WORDS, 3),
    tone=TONES,
    leading=tuples(buttons, 2),
)
notices = st.builds(Notice, WORDS, tuples(facts, 25), tuples(buttons, 6), TONES, st.booleans())
sections = st.builds(Section, WORDS, tuples(small_cards, 8), tuples(WORDS), tuples(buttons))
homes = st.builds(Home, WORDS, tuples(sections, 8)) | st.builds(
    # many small ones
    lambda title, card, n: Home(title, (Section(title, cards=(card,) * n, lines=("x",)),) * 3),
    WORDS,
    small_cards,
    st.integers(20, 60),
)

options = st.lists(st.builds(Option, CODES, WORDS), max_size=8, unique_by=lambda each: each.value).map(tuple)
many_options = st.integers(90, 350).map(lambda n: tuple(Option(f"PC{number}", f"PC{number} (free)") for number in range(n)))
_DATES = st.sampled_from(["2026-11-18", "2026-11-18T10:00:00+00:00", "1763460000", "0001-01-01T00:00", "9999-12-31T23:59", "12:30"])


def _field(options: tuple[Option, ...], **given: object) -> Field:
    values = [each.value for each in options]
    initial = given.pop("initial")
    picked = values[len(values) // 2] if values and initial == "pick" else initial
    return Field(options=options, initial=picked, **given)


fields = st.builds(
    _field,
    options=options | many_options,
    id=CODES,
    label=WORDS,
    kind=st.sampled_from(get_args(FieldKind)),
    required=st.booleans(),
    hint=st.none() | WORDS,
    initial=st.just("pick") | st.none() | WORDS | _DATES | tuples(CODES, 3),
    longest=st.none() | st.integers(1, 8000),
)
forms = st.builds(
    Form,
    id=ACTIONS,
    title=WORDS,
    submit=SHORT,
    value=VALUES,
    fields=st.lists(fields, max_size=12, unique_by=lambda each: each.id).map(tuple),
    intro=tuples(WORDS, 20),
)
