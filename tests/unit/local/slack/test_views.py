"""Forms: a trigger opens one, within three seconds, once; they lie on each other, are changed, and go."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.slack.triggers import Triggers
from tests.unit.local.slack.shop import OFFICER, Shop, modal, text_input


def trigger(shop: Shop, user: str = OFFICER, client: str = "tab1") -> str:
    return shop.installed.triggers.new(user, client)


def opened(shop: Shop, **more: Any) -> dict[str, Any]:
    return dict(shop.call("views.open", trigger_id=trigger(shop), view=modal(**more))["view"])


def shown(shop: Shop, client: str = "tab1") -> list[str]:
    return [view["id"] for view in shop.page("PC2211", "now", client, "0")["views"]]


def test_a_form_opens_in_the_page_where_it_was_asked_for(shop: Shop):
    view = opened(shop, callback_id="job.link", private_metadata="m")

    assert shown(shop) == [view["id"]]
    assert shown(shop, "tab2") == []
    assert shop.page("PC2212", "now", "tab1", "0")["views"] == []
    assert (view["root_view_id"], view["previous_view_id"], view["callback_id"]) == (view["id"], None, "job.link")
    assert view["title"] == {"type": "plain_text", "text": "Title", "emoji": True}
    assert view["state"] == {"values": {}} and view["team_id"] == "T0DORSET1" and view["app_id"] == "A0DORSET"


def test_a_trigger_is_good_once(shop: Shop):
    once = trigger(shop)
    shop.call("views.open", trigger_id=once, view=modal())

    assert shop.refused("views.open", trigger_id=once, view=modal()) == "exchanged_trigger_id"
    assert shop.refused("views.open", trigger_id="1.2.forged", view=modal()) == "invalid_trigger_id"
    assert shop.refused("views.open", view=modal()) == "invalid_arguments"


def test_a_trigger_is_good_for_three_seconds(shop: Shop):
    now = 0.0
    shop.installed.triggers = Triggers(lambda: now)
    early, late = trigger(shop), trigger(shop)

    now = 3.0
    shop.call("views.open", trigger_id=early, view=modal())
    now = 3.01
    assert shop.refused("views.open", trigger_id=late, view=modal()) == "expired_trigger_id"


@pytest.mark.parametrize(
    ("view", "code"),
    [
        (modal(colour="red"), "invalid_arguments"),
        ("{", "invalid_arguments"),
        (modal(*[{"type": "section", "text": {"type": "plain_text", "text": "x" * 2900}}] * 90), "view_too_large"),
    ],
)
def test_what_cannot_be_opened(shop: Shop, view: Any, code: str):
    assert shop.refused("views.open", trigger_id=trigger(shop), view=view) == code
    assert shown(shop) == []


def test_a_form_without_a_view_is_refused(shop: Shop):
    assert shop.refused("views.open", trigger_id=trigger(shop)) == "invalid_arguments"


def test_an_open_form_is_changed_by_its_id_or_its_outer_name(shop: Shop):
    view = opened(shop, external_id="mine")

    first = shop.call("views.update", view_id=view["id"], view=modal(text_input("other")), hash=view["hash"])["view"]
    assert (first["id"], first["blocks"][0]["block_id"], first["external_id"]) == (view["id"], "other", "")
    assert shop.refused("views.update", view_id=view["id"], view=modal(), hash=view["hash"]) == "hash_conflict"
    assert shop.refused("views.update", external_id="mine", view=modal()) == "not_found"
    assert shop.refused("views.update", view_id="V0NOTHING", view=modal()) == "not_found"


def test_two_forms_have_no_outer_name_in_common(shop: Shop):
    opened(shop, external_id="mine")

    view = modal(external_id="mine")
    assert shop.refused("views.open", trigger_id=trigger(shop, client="tab2"), view=view) == "duplicate_external_id"


def test_three_forms_lie_on_each_other_and_no_fourth(shop: Shop):
    first = opened(shop)
    second = shop.call("views.push", trigger_id=trigger(shop), view=modal())["view"]
    third = shop.call("views.push", trigger_id=trigger(shop), view=modal())["view"]

    assert shown(shop) == [first["id"], second["id"], third["id"]]
    assert (third["root_view_id"], third["previous_view_id"]) == (first["id"], second["id"])
    assert shop.refused("views.push", trigger_id=trigger(shop), view=modal()) == "push_limit_reached"


def test_nothing_is_laid_on_no_form(shop: Shop):
    assert shop.refused("views.push", trigger_id=trigger(shop), view=modal()) == "not_found"


def test_closing_takes_what_lies_on_top_and_tells_whoever_wanted_to_know(shop: Shop):
    first = opened(shop, notify_on_close=True)
    second = shop.call("views.push", trigger_id=trigger(shop), view=modal())["view"]

    shop.do("PC2211", "close", view=second["id"])
    assert shown(shop) == [first["id"]] and shop.app.got == []
    shop.do("PC2211", "close", view=first["id"])
    assert shown(shop) == []
    kind, payload = shop.app.got[0]
    assert (kind, payload["view"]["id"], payload["is_cleared"]) == ("view_closed", first["id"], False)
    assert "trigger_id" not in payload
    assert shop.refused("views.update", view_id=first["id"], view=modal()) == "not_found"


def test_all_are_closed_at_once(shop: Shop):
    opened(shop, notify_on_close=True)
    second = shop.call("views.push", trigger_id=trigger(shop), view=modal(notify_on_close=True))["view"]

    shop.do("PC2211", "close", view=second["id"], all=True)

    assert shown(shop) == []
    assert [payload["is_cleared"] for _, payload in shop.app.got] == [True, True]


def test_a_home_tab_is_one_persons_and_keeps_its_name(shop: Shop):
    home = {"type": "home", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "My job"}}]}

    first = shop.call("views.publish", user_id=OFFICER, view=home)["view"]
    second = shop.call("views.publish", user_id=OFFICER, view=home, hash=first["hash"])["view"]

    assert first["id"] == second["id"] and first["hash"] != second["hash"]
    assert shop.refused("views.publish", user_id=OFFICER, view=home, hash=first["hash"]) == "hash_conflict"
    assert shop.refused("views.publish", user_id="U0NOBODY1", view=home) == "user_not_found"
    assert shop.refused("views.publish", user_id=OFFICER, view=modal()) == "invalid_arguments"
    assert shop.page("PC2211", "home")["view"]["id"] == first["id"]
    assert shop.page("PC2212", "home")["view"] is None
