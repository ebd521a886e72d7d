"""What the local Slack sends of every kind of element, and of a form that is closed, has the shapes that Slack publishes."""

from pathlib import Path
from typing import Any

import pytest

from tests.contract.slack.test_local import as_published
from tests.slack_checks import payload_faults
from tests.unit.local.slack.shop import OFFICER, QUEUE, Shop, actions, button, modal, option, text_input

CONFIRM = {name: {"type": "plain_text", "text": name} for name in ("title", "text", "confirm", "deny")}
OPTIONS = [option("a"), option("b")]
ELEMENTS: dict[str, tuple[dict[str, Any], Any]] = {
    "button": (button(value="DP-1", style="danger", confirm=CONFIRM), None),
    "overflow": ({"type": "overflow", "options": OPTIONS}, "b"),
    "static_select": ({"type": "static_select", "options": OPTIONS, "placeholder": {"type": "plain_text", "text": "One"}}, "a"),
    "multi_static_select": ({"type": "multi_static_select", "options": OPTIONS}, ["a", "b"]),
    "users_select": ({"type": "users_select"}, OFFICER),
    "checkboxes": ({"type": "checkboxes", "options": OPTIONS}, ["b"]),
    "radio_buttons": ({"type": "radio_buttons", "options": OPTIONS}, "a"),
    "datepicker": ({"type": "datepicker"}, "2026-11-22"),
    "timepicker": ({"type": "timepicker"}, "09:30"),
}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def faults(shop: Shop) -> list[str]:
    return list(payload_faults(as_published(shop.app.last)))


@pytest.mark.parametrize("kind", ELEMENTS)
def test_every_element_is_pressed_in_the_published_shape(shop: Shop, kind: str):
    element, value = ELEMENTS[kind]
    ts = shop.post("Card", blocks=[actions({"action_id": "x", **element} | {"action_id": "x"})])

    shop.do("PC2211", "press", channel=QUEUE, ts=ts, block_id="b1", action_id="x", value=value)

    assert faults(shop) == []


def test_a_press_in_a_thread(shop: Shop):
    ts = shop.post("Reply", thread_ts=shop.post("Card"), blocks=[actions(button())])

    shop.do("PC2211", "press", channel=QUEUE, ts=ts, block_id="b1", action_id="job.claim")

    assert faults(shop) == []


def test_every_input_is_sent_in_the_published_shape(shop: Shop):
    kinds = {kind: element for kind, (element, _) in ELEMENTS.items() if kind not in ("button", "overflow")}
    inputs = [text_input("words"), text_input("moment")]
    inputs[1]["element"] = {"type": "datetimepicker", "action_id": "moment"}
    for kind, element in kinds.items():
        inputs.append(text_input(kind) | {"element": {**element, "action_id": kind}})
    given = {kind: {kind: ELEMENTS[kind][1]} for kind in kinds}
    given |= {"words": {"words": "Test"}, "moment": {"moment": "1795363680"}}
    view = shop.call("views.open", trigger_id=shop.installed.triggers.new(OFFICER, "tab1"), view=modal(*inputs))["view"]

    assert shop.do("PC2211", "submit", view=view["id"], values=given) == {"ok": True}

    assert faults(shop) == []


def test_a_form_that_is_closed_is_told_in_the_published_shape(shop: Shop):
    trigger = shop.installed.triggers.new(OFFICER, "tab1")
    view = shop.call("views.open", trigger_id=trigger, view=modal(notify_on_close=True))["view"]

    shop.do("PC2211", "close", view=view["id"])

    payload = as_published(shop.app.last)
    payload["user"].pop("username")
    assert list(payload_faults(payload)) == []
