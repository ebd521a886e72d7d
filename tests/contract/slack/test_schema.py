"""The schemas beside us are what Slack's published types say, and they do refuse what is wrong."""

import json

import pytest

from tests import npm
from tests.contract.slack.generate import NAMES, SCHEMA, generate
from tests.slack_checks import message_faults, view_faults


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_is_made_from_the_pinned_types(name):
    try:
        made = generate(name)
    except npm.NoNpm as error:
        pytest.fail(f"Slack's types could not be fetched, so our copy was NOT compared: {error}")
    kept = (SCHEMA / f"{name}.json").read_text(encoding="utf-8")
    assert kept == made, "run python -m tests.contract.slack.generate and look at what changed"


@pytest.mark.parametrize("name", NAMES)
def test_no_type_was_lost_on_the_way(name):
    """An import that finds nothing becomes `any`, and then everything passes."""
    definitions = json.loads((SCHEMA / f"{name}.json").read_text(encoding="utf-8"))["definitions"]
    assert [each for each in definitions if "any" in each.lower().split("(")[-1] and each != "AnyBlock"] == []
    assert [each for each, schema in definitions.items() if schema == {}] == []


def message(**changes):
    section = {"type": "section", "block_id": "a", "text": {"type": "plain_text", "text": "x"}}
    return {"text": "x", "blocks": [section | changes]}


def test_what_is_right_passes():
    assert message_faults(message()) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"colour": "red"}, "@slack/types"),
        ({"text": {"type": "mrkdown", "text": "x"}}, "@slack/types"),
        ({"text": "x"}, "@slack/types"),
        ({"type": "sektion"}, "@slack/types"),
        ({"block_id": "x" * 256}, "block_id has 256"),
        ({"text": {"type": "plain_text", "text": "x" * 3001}}, "section.text has 3001"),
        ({"text": {"type": "mrkdwn", "text": "<!here>"}}, "not escaped"),
        ({"text": {"type": "plain_text", "text": " "}}, "section.text is blank"),
        ({"fields": [{"type": "plain_text", "text": "x"}] * 11}, "11 fields"),
        ({"fields": [{"type": "plain_text", "text": "x"}] * 11}, "slack_sdk"),
        ({"fields": [{"type": "plain_text", "text": "x" * 2001}]}, "section.fields has 2001"),
    ],
)
def test_what_is_wrong_is_found(changes, found):
    faults = message_faults(message(**changes))
    assert any(found in fault for fault in faults), faults


BUTTON = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x"}}


@pytest.mark.parametrize(
    ("elements", "found"),
    [
        ([BUTTON, BUTTON], "action id a twice"),
        ([], "0 elements"),
        ([BUTTON | {"value": ""}], "value of 0"),
        ([BUTTON | {"text": {"type": "plain_text", "text": "x" * 76}}], "button.text has 76"),
        ([{"type": "overflow", "action_id": "m", "options": [{"text": BUTTON["text"], "value": "x" * 151}] * 2}], "value of 151"),
        ([{"type": "overflow", "action_id": "m", "options": [{"text": BUTTON["text"], "value": "x"}] * 6}], "6 options"),
    ],
)
def test_what_is_wrong_with_a_row_is_found(elements, found):
    faults = message_faults({"text": "x", "blocks": [{"type": "actions", "block_id": "a", "elements": elements}]})
    assert any(found in fault for fault in faults), faults


def view(**changes):
    text = {"type": "plain_text", "text": "x"}
    field = {"type": "input", "block_id": "a", "label": text, "element": {"type": "plain_text_input", "action_id": "a"}}
    return {"type": "modal", "title": text, "submit": text, "blocks": [field]} | changes


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"title": {"type": "plain_text", "text": "x" * 25}}, "modal.title has 25"),
        ({"blocks": view()["blocks"] * 2}, "block id a twice"),
        ({"private_metadata": "x" * 3001}, "private_metadata has 3001"),
        ({"title": None}, "@slack/types Modal"),
    ],
)
def test_what_is_wrong_with_a_view_is_found(changes, found):
    assert view_faults(view()) == []
    faults = view_faults(view(**changes))
    assert any(found in fault for fault in faults), faults


def test_inputs_need_a_submit():
    broken = view()
    del broken["submit"]
    assert "inputs without submit" in view_faults(broken)
