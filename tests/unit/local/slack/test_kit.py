"""Block Kit as strict as Slack: each limit at its edge and one beyond it."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.slack.kit import faults_of_blocks, faults_of_view, too_large
from tests.unit.local.slack.shop import actions, button, modal, option, text_input


def plain(length: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": "x" * length}


def marked(length: int) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": "x" * length}


def section(**more: Any) -> dict[str, Any]:
    return {"type": "section", **more}


def select(kind: str = "static_select", **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": "choose", "options": [option("a"), option("b")], **more}


def asked(**element: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": "i", "label": plain(10), "element": element}


def confirm(**more: Any) -> dict[str, Any]:
    return {"title": plain(100), "text": plain(300), "confirm": plain(30), "deny": plain(30), **more}


FINE = {
    "header at its longest": {"type": "header", "text": plain(150)},
    "section with fields": section(fields=[marked(2000)] * 10),
    "section with text": section(text=marked(3000), accessory=button()),
    "buttons": actions(*(button(f"a{n}") for n in range(25))),
    "button at its longest": actions(button("x" * 255, text=plain(75), value="v" * 2000, style="danger", confirm=confirm())),
    "overflow of five": actions({"type": "overflow", "action_id": "menu", "options": [option(str(n)) for n in range(5)]}),
    "overflow of one": actions({"type": "overflow", "action_id": "menu", "options": [option("1")]}),
    "value at its longest": actions(select(options=[option("a") | {"value": "v" * 150}])),
    "groups": actions(select(options=None, option_groups=[{"label": plain(75), "options": [option("a")]}])),
    "initial": actions(select(initial_option=option("b"))),
    "several initial": asked(**select("multi_static_select", initial_options=[option("a")])),
    "boxes": asked(type="checkboxes", action_id="c", options=[option(str(n)) for n in range(10)]),
    "radio": asked(type="radio_buttons", action_id="r", options=[option("a")], initial_option=option("a")),
    "date": asked(type="datepicker", action_id="d", initial_date="2026-11-22"),
    "time": asked(type="timepicker", action_id="t", initial_time="23:59"),
    "moment": asked(type="datetimepicker", action_id="m", initial_date_time=1_790_000_000),
    "context": {"type": "context", "elements": [marked(10), {"type": "image", "image_url": "https://a.test", "alt_text": "a"}]},
    "divider": {"type": "divider"},
    "picture": {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A chart", "title": plain(10)},
    "lines": text_input(multiline=True, max_length=3000),
}  # fmt: skip

WRONG = {
    "header too long": ({"type": "header", "text": plain(151)}, "less than 151 characters [json-pointer:/blocks/0/text/text]"),
    "header of markup": ({"type": "header", "text": marked(5)}, "must be one of: plain_text"),
    "empty text": (section(text=marked(0)), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "section of nothing": (section(), "must define either `text` or `fields`"),
    "eleven fields": (section(fields=[marked(1)] * 11), "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
    "no fields": (section(fields=[]), "no less than 1 items allowed"),
    "field too long": (section(fields=[marked(2001)]), "must be less than 2001 characters"),
    "section too long": (section(text=marked(3001)), "must be less than 3001 characters"),
    "emoji on markup": (section(text=marked(5) | {"emoji": True}), "invalid additional property: emoji"),
    "verbatim on plain text": (section(text=plain(5) | {"verbatim": True}), "invalid additional property: verbatim"),
    "twenty-six buttons": (actions(*(button(f"a{n}") for n in range(26))), "no more than 25 items"),
    "no buttons": (actions(), "no less than 1 items"),
    "the same action twice": (actions(button("a"), button("a")), "`action_id` a already exists"),
    "button text too long": (actions(button(text=plain(76))), "must be less than 76 characters"),
    "button value too long": (actions(button(value="v" * 2001)), "must be less than 2001 characters"),
    "button value empty": (actions(button(value="")), "must be more than 0 characters"),
    "button of another style": (actions(button(style="warning")), "must be one of: primary, danger"),
    "confirm without title": (actions(button(confirm={"text": plain(3)})), "missing required field: title"),
    "confirm too long": (actions(button(confirm=confirm(text=plain(301)))), "must be less than 301 characters"),
    "confirm's button too long": (actions(button(confirm=confirm(confirm=plain(31)))), "must be less than 31 characters"),
    "overflow of six": (
        actions({"type": "overflow", "action_id": "menu", "options": [option(str(n)) for n in range(6)]}),
        "no more than 5 items",
    ),
    "overflow of none": (actions({"type": "overflow", "action_id": "menu", "options": []}), "no less than 1 items"),
    "option value too long": (actions(select(options=[option("a") | {"value": "v" * 151}])), "must be less than 151 characters"),
    "option text too long": (actions(select(options=[{"text": plain(76), "value": "a"}])), "must be less than 76 characters"),
    "option of markup in a select": (actions(select(options=[{"text": marked(3), "value": "a"}])), "must be one of: plain_text"),
    "the same value twice": (actions(select(options=[option("a"), option("a")])), "all option values must be unique"),
    "neither options nor groups": (actions(select(options=None)), "either `options` or `option_groups`"),
    "101 options": (actions(select(options=[option(str(n)) for n in range(101)])), "no more than 100 items"),
    "initial that is no option": (actions(select(initial_option=option("c"))), "does not match any of the options"),
    "initial with other words": (
        actions(select(initial_option=option("a") | {"text": plain(3)})),
        "does not match any of the options",
    ),
    "eleven boxes": (asked(type="checkboxes", action_id="c", options=[option(str(n)) for n in range(11)]), "no more than 10 items"),
    "text input in actions": (actions({"type": "plain_text_input", "action_id": "t"}), "unsupported type: plain_text_input"),
    "moment in a section": (section(text=marked(3), accessory={"type": "datetimepicker"}), "unsupported type: datetimepicker"),
    "label of markup": (asked(type="plain_text_input") | {"label": marked(3)}, "must be one of: plain_text"),
    "label too long": (asked(type="plain_text_input") | {"label": plain(2001)}, "must be less than 2001 characters"),
    "hint empty": (asked(type="plain_text_input") | {"hint": plain(0)}, "must be more than 0 characters"),
    "input of a button": (asked(**button()), "unsupported type: button"),
    "longest too long": (text_input(max_length=3001), "must be between 1 and 3000"),
    "least over most": (text_input(min_length=9, max_length=3), "max_length must be greater"),
    "first words too long": (text_input(max_length=3, initial_value="four"), "initial_value is longer"),
    "date in another order": (asked(type="datepicker", initial_date="22-11-2026"), "failed to match the required format"),
    "time of no clock": (asked(type="timepicker", initial_time="24:00"), "failed to match the required format"),
    "moment in milliseconds": (asked(type="datetimepicker", initial_date_time=1_790_000_000_000), "must be between"),
    "picture without words": ({"type": "image", "image_url": "https://example.org/a.png"}, "missing required field: alt_text"),
    "picture from nowhere": ({"type": "image", "alt_text": "a"}, "either `image_url` or `slack_file`"),
    "eleven elements of context": ({"type": "context", "elements": [marked(1)] * 11}, "no more than 10 items"),
    "unknown block": ({"type": "marquee"}, "unsupported type: marquee [json-pointer:/blocks/0/type]"),
    "unknown property": ({"type": "divider", "colour": "red"}, "invalid additional property: colour"),
    "block id too long": ({"type": "divider", "block_id": "x" * 256}, "must be less than 256 characters"),
    "no object": ("text", "unsupported type: None"),
}  # fmt: skip


@pytest.mark.parametrize("block", FINE.values(), ids=FINE)
def test_what_slack_takes_is_taken(block: dict[str, Any]):
    assert faults_of_blocks([block]) == []


@pytest.mark.parametrize(("block", "said"), WRONG.values(), ids=WRONG)
def test_what_slack_refuses_is_refused_with_its_place(block: Any, said: str):
    faults = faults_of_blocks([block])

    assert any(said in fault for fault in faults), faults


def test_a_message_has_fifty_blocks_at_most():
    assert faults_of_blocks([{"type": "divider"}] * 50) == []
    assert "no more than 50 items allowed [json-pointer:/blocks]" in faults_of_blocks([{"type": "divider"}] * 51)[0]


def test_block_ids_are_unique_in_a_message():
    twice = [{"type": "divider", "block_id": "one"}, {"type": "divider", "block_id": "one"}]

    assert "block_id one already exists" in faults_of_blocks(twice)[0]


def test_the_same_action_may_stand_in_two_blocks():
    assert faults_of_blocks([actions(button("a"), block="1"), actions(button("a"), block="2")]) == []


def test_a_form_at_its_limits_is_taken():
    view = modal(
        *[{"type": "divider"}] * 100, private_metadata="m" * 3000, callback_id="c" * 255, title=plain(24), submit=plain(24)
    )

    assert faults_of_view(view, "modal") == []


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (modal(title=plain(25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(submit=plain(25)), "must be less than 25 characters"),
        (modal(private_metadata="m" * 3001), "must be less than 3001 characters"),
        (modal(callback_id="c" * 256), "must be less than 256 characters"),
        (modal(*[{"type": "divider"}] * 101), "no more than 100 items"),
        ({name: value for name, value in modal().items() if name != "submit"}, "must include `submit`"),
        (modal() | {"title": {"type": "mrkdwn", "text": "x"}}, "must be one of: plain_text"),
        (modal() | {"type": "home"}, "must be one of: modal"),
        (modal(colour="red"), "invalid additional property: colour"),
        (
            modal(text_input("a", focus_on_load=True), text_input("b", focus_on_load=True)),
            "only one element can be set to `focus_on_load`",
        ),
        ("text", "must provide an object"),
    ],
)
def test_a_form_beyond_them_is_not(view: Any, said: str):
    faults = faults_of_view(view, "modal")

    assert any(said in fault for fault in faults), faults


def test_a_form_without_inputs_needs_no_submit():
    view = {name: value for name, value in modal({"type": "divider"}).items() if name != "submit"}

    assert faults_of_view(view, "modal") == []


def test_a_home_tab_has_no_title_and_no_submit():
    home = {"type": "home", "blocks": [{"type": "divider"}]}

    assert faults_of_view(home, "home") == []
    assert "invalid additional property: title" in faults_of_view({**home, "title": plain(3)}, "home")[0]


def test_a_form_of_a_quarter_of_a_megabyte_is_too_large():
    assert too_large(modal(*[section(text=marked(2900))] * 90))
    assert not too_large(modal())
