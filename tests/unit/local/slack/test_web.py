"""The Web API's door: tokens, kinds of body, the switch; and what can be looked up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec import structs

from infra.local.slack import web
from infra.local.slack.manifest import Manifest, manifest
from tests.unit.local.slack.shop import OFFICER, QUEUE, ROOM, SERGEANTS, TEAM, Shop


def raw(shop: Shop, method: str, body: bytes, token: str | None = None, kind: str = "application/json") -> dict[str, object]:
    headers = {"content-type": kind} | ({"authorization": f"Bearer {token}"} if token else {})
    found = shop.slack.answer("POST", ["api", method], body, headers, "")
    assert found is not None
    return dict(json.loads(found.body))


def test_a_token_opens_its_own_workspace_and_no_other(shop: Shop):
    dorset, wessexshire = (shop.slack.apps[force].secret.bot_token for force in ("dorset", "wessexshire"))

    assert raw(shop, "auth.test", b"{}", dorset)["team_id"] == "T0DORSET1"
    assert raw(shop, "auth.test", b"{}", wessexshire)["team_id"] == "T0WESSEX1"
    posted = json.dumps({"channel": QUEUE, "text": "Test"}).encode()
    assert raw(shop, "chat.postMessage", posted, wessexshire)["error"] == "channel_not_found"


@pytest.mark.parametrize(("token", "code"), [(None, "not_authed"), ("xoxb-1-forged", "invalid_auth"), ("ü", "invalid_auth")])
def test_without_a_good_token_nothing(shop: Shop, token: str | None, code: str):
    assert raw(shop, "auth.test", b"{}", token)["error"] == code


@pytest.mark.parametrize(
    ("method", "body", "kind", "code"),
    [
        ("chat.postMessage", b"{", "application/json", "invalid_json"),
        ("chat.postMessage", b"[]", "application/json", "json_not_object"),
        ("chat.postMessage", b"x", "text/csv", "invalid_post_type"),
        ("chat.postMessage", b"x", "", "missing_post_type"),
        ("chat.shout", b"{}", "application/json", "unknown_method"),
        # As in Slack: this method takes no JSON, so the channel is missing.
        ("conversations.info", b'{"channel": "C0QUEUE01"}', "application/json", "invalid_arguments"),
    ],
)
def test_bodies_that_slack_does_not_take(shop: Shop, method: str, body: bytes, kind: str, code: str):
    assert raw(shop, method, body, shop.installed.secret.bot_token, kind)["error"] == code


def scoped(monkeypatch: pytest.MonkeyPatch, *scopes: str) -> None:
    other: Manifest = structs.replace(manifest(), scopes=scopes)
    monkeypatch.setattr(web, "manifest", lambda: other)


def test_a_method_whose_scope_the_token_lacks_is_refused(shop: Shop, monkeypatch: pytest.MonkeyPatch):
    scoped(monkeypatch, *(scope for scope in manifest().scopes if scope != "chat:write"))

    assert shop.refused("chat.postMessage", channel=QUEUE, text="Test") == "missing_scope"
    assert shop.call("auth.test")["user_id"] == "U0BOTDORSET"


def test_every_answer_names_the_scopes_of_the_token(shop: Shop):
    assert ("X-OAuth-Scopes", ",".join(manifest().scopes)) in shop.ask("auth.test").headers


def switch(shop: Shop, **wanted: object) -> int:
    found = shop.slack.answer("POST", ["switch", "dorset"], json.dumps(wanted).encode(), {}, "")
    assert found is not None
    return found.status


def test_the_switch_takes_slack_down_limits_it_and_brings_it_back(shop: Shop):
    switch(shop, health="down")
    assert (shop.ask("auth.test").status, shop.ask("auth.test").body[:1]) == (503, b"<")

    switch(shop, health="limited")
    limited = shop.ask("auth.test")
    assert (limited.status, json.loads(limited.body)["error"]) == (429, "ratelimited")
    assert ("Retry-After", str(web.RETRY_AFTER)) in limited.headers

    switch(shop, health="up")
    assert shop.ask("auth.test").status == 200


def test_the_switch_of_one_force_leaves_the_other_alone(shop: Shop):
    switch(shop, health="down")

    assert shop.slack.apps["wessexshire"].health == "up"


def test_the_switch_archives_a_channel_and_refuses_what_it_does_not_know(shop: Shop):
    assert switch(shop, channel=TEAM, archived=True) == 200
    assert shop.call("conversations.info", channel=TEAM)["channel"]["is_archived"] is True
    assert switch(shop, channel=TEAM, archived=False) == 200
    assert switch(shop, channel="C0NOBODY1", archived=True) == 400
    assert switch(shop, health="sleepy") == 400


def test_who_and_what_is_there(shop: Shop, monkeypatch: pytest.MonkeyPatch):
    scoped(monkeypatch, *manifest().scopes, "team:read")
    assert shop.call("bots.info", bot="B0DORSET")["bot"]["app_id"] == "A0DORSET"
    assert shop.refused("bots.info", bot="B0OTHER") == "bot_not_found"
    assert shop.call("team.info")["team"]["id"] == "T0DORSET1"
    assert shop.refused("team.info", team="T0OTHER") == "team_not_found"
    user = shop.call("users.info", user=OFFICER)["user"]
    assert (user["real_name"], user["name"], user["tz"], user["is_bot"]) == ("Boris Mockford", "pc2211", "Europe/London", False)
    assert shop.refused("users.info", user="U0NOBODY1") == "user_not_found"


def test_channels_have_the_people_that_work_in_them(shop: Shop):
    inside = {
        channel: set(shop.call("conversations.members", channel=channel, limit=500)["members"])
        for channel in (QUEUE, SERGEANTS, ROOM, TEAM)
    }

    assert {OFFICER, "U0PS1101", "U0SPOC01", "U0BOTDORSET"} <= inside[QUEUE]
    assert "U0PS1101" in inside[SERGEANTS] and OFFICER not in inside[SERGEANTS]
    assert {"U0SPOC01", "U0CH301"} <= inside[ROOM] and OFFICER not in inside[ROOM]
    assert OFFICER in inside[TEAM] and "U0CH301" not in inside[TEAM]
    assert all("U0AD801" in each for each in inside.values())


def test_one_channel_may_serve_several_purposes(tmp_path: Path):
    other = Shop(tmp_path, "wessexshire")

    channels = other.page("PS9101", "now", "tab1", "0")["channels"]
    assert [each["name"] for each in channels] == ["evr-queue", "directmessage"]


def test_lists_come_page_by_page(shop: Shop):
    seen: list[str] = []
    cursor = ""
    while True:
        told = shop.call("users.list", limit=20, **({"cursor": cursor} if cursor else {}))
        seen += [each["id"] for each in told["members"]]
        cursor = told.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == len(shop.installed.workspace.members)
    assert shop.refused("users.list", cursor="nonsense") == "invalid_cursor"
    assert shop.refused("users.list", limit="0") == "invalid_arguments"


def test_history_from_a_moment_on_with_and_without_metadata(shop: Shop):
    metadata = {"event_type": "evr_card", "event_payload": {"key": "k"}}
    stamps = [shop.post(f"Number {n}", metadata=metadata) for n in range(4)]

    def texts(**more: object) -> list[str]:
        return [each["text"] for each in shop.call("conversations.history", channel=QUEUE, **more)["messages"]]

    assert texts(oldest=stamps[1]) == ["Number 3", "Number 2"]
    assert texts(oldest=stamps[1], inclusive=True) == ["Number 3", "Number 2", "Number 1"]
    assert texts(latest=stamps[1]) == ["Number 0"]
    assert texts(limit=1) == ["Number 3"]
    assert shop.refused("conversations.history", channel=QUEUE, oldest="yesterday") == "invalid_ts_oldest"
    assert "metadata" not in shop.call("conversations.history", channel=QUEUE)["messages"][0]
    assert shop.call("conversations.history", channel=QUEUE, include_all_metadata=True)["messages"][0]["metadata"] == metadata
    page = json.loads(shop.ask("conversations.history", "GET", channel=QUEUE, limit="3").body)
    assert page["has_more"] and len(page["messages"]) == 3


def test_a_direct_channel_is_opened_for_one_person(shop: Shop):
    assert shop.call("conversations.open", users=OFFICER)["channel"]["id"] == "D0PC2211"
    assert shop.call("conversations.info", channel="D0PC2211")["channel"]["user"] == OFFICER
    assert shop.call("conversations.open", channel="D0PC2211")["channel"]["id"] == "D0PC2211"
    assert shop.refused("conversations.open", users="U0NOBODY1") == "user_not_found"
    assert shop.refused("conversations.open", users="U0BOTDORSET") == "cannot_dm_bot"
    assert shop.refused("conversations.open") == "users_list_not_supplied"
    assert shop.refused("conversations.open", channel=QUEUE) == "method_not_supported_for_channel_type"


def test_a_thread_that_is_not_there(shop: Shop):
    assert shop.refused("conversations.replies", channel=QUEUE, ts="1.000001") == "thread_not_found"


def test_a_channel_without_the_bot_is_closed_to_it(shop: Shop):
    channel = shop.installed.workspace.channels[TEAM]
    shop.installed.workspace.channels[TEAM] = type(channel)(TEAM, channel.name, channel.purpose, channel.members - {"U0BOTDORSET"})

    assert shop.refused("chat.postMessage", channel=TEAM, text="Test") == "not_in_channel"
    assert shop.refused("conversations.history", channel=TEAM) == "not_in_channel"
    assert shop.call("conversations.info", channel=TEAM)["channel"]["is_member"] is False


def test_secrets_are_made_once_and_stand_under_the_policys_names(shop: Shop, tmp_path: Path):
    secrets = shop.slack.secrets()

    assert set(secrets) == {"evr/dorset/slack", "evr/wessexshire/slack"}
    assert Shop(tmp_path).slack.secrets() == secrets
    held = json.loads(secrets["evr/dorset/slack"])
    assert held["bot_token"].startswith("xoxb-") and len(held["signing_secret"]) == 32 and held["app_id"] == "A0DORSET"
    assert (tmp_path / "keys" / "slack-dorset").stat().st_mode & 0o077 == 0
