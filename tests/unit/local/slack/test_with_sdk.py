"""Slack's own client speaks to the local Slack as to the real one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from infra.local.emulator import free_port
from infra.local.front import Front
from infra.local.place import Place
from infra.local.proxy import Gateway
from infra.local.slack.local import LocalSlack
from tests.unit.local.slack.shop import OFFICER, QUEUE, modal


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[LocalSlack]:
    place = Place(free_port(), tmp_path)
    local = LocalSlack(place)
    local.open()
    front = Front(
        place.port, Gateway(), lambda verb, parts, body, headers, query: local.answer(verb, parts[1:], body, headers, query)
    )
    threading.Thread(target=front.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield local
    front.shutdown()
    front.server_close()


def client(slack: LocalSlack) -> WebClient:
    base = slack.apps["dorset"].upload_url.partition("upload/")[0]
    return WebClient(token=slack.apps["dorset"].secret.bot_token, base_url=f"{base}api/")


def test_messages(slack: LocalSlack):
    web = client(slack)
    posted = web.chat_postMessage(
        channel=QUEUE,
        text="Card",
        blocks=[{"type": "divider"}],
        metadata={"event_type": "evr_card", "event_payload": {"key": "1"}},
    )
    web.chat_postMessage(channel=QUEUE, text="Reply", thread_ts=posted["ts"])
    web.chat_update(channel=QUEUE, ts=posted["ts"], text="Other", blocks=[])

    found = web.conversations_history(channel=QUEUE, include_all_metadata=True)["messages"]
    assert [(each["text"], each["metadata"]["event_payload"]["key"], each["reply_count"]) for each in found] == [("Other", "1", 1)]
    assert len(web.conversations_replies(channel=QUEUE, ts=posted["ts"])["messages"]) == 2
    web.chat_postEphemeral(channel=QUEUE, user=OFFICER, text="Only you")
    web.chat_delete(channel=QUEUE, ts=posted["ts"])


def test_errors_are_its_errors(slack: LocalSlack):
    with pytest.raises(SlackApiError, match="channel_not_found"):
        client(slack).chat_postMessage(channel="C0NOBODY1", text="Test")
    with pytest.raises(SlackApiError, match="missing required field: text"):
        client(slack).chat_postMessage(channel=QUEUE, text="Test", blocks=[{"type": "header"}])
    slack.apps["dorset"].health = "limited"
    with pytest.raises(SlackApiError) as limited:
        client(slack).auth_test()
    assert limited.value.response.status_code == 429 and limited.value.response.headers["Retry-After"] == "5"


def test_people_channels_forms_and_files(slack: LocalSlack):
    web, app = client(slack), slack.apps["dorset"]
    assert web.auth_test()["team_id"] == "T0DORSET1"
    assert web.users_info(user=OFFICER)["user"]["id"] == OFFICER
    assert web.bots_info(bot="B0DORSET")["bot"]["name"] == "EVR"
    assert len(web.users_list(limit=10)["members"]) == 10
    assert OFFICER in web.conversations_members(channel=QUEUE, limit=500)["members"]
    assert web.conversations_open(users=OFFICER)["channel"]["id"] == "D0PC2211"
    view = web.views_open(trigger_id=app.triggers.new(OFFICER, "tab1"), view=modal())["view"]
    web.views_update(view_id=view["id"], view=modal())
    web.views_publish(user_id=OFFICER, view={"type": "home", "blocks": [{"type": "divider"}]})
    shared = web.files_upload_v2(channel=QUEUE, content=b"\x89PNG", filename="day.png", title="The day", alt_txt="Figures")
    assert shared["files"][0]["title"] == "The day"


def test_a_response_url_answers_as_a_webhook_does(slack: LocalSlack):
    url = slack.apps["dorset"].response_urls.new(OFFICER, QUEUE)

    answered = WebhookClient(url).send(text="Only you", response_type="ephemeral")

    assert (answered.status_code, answered.body) == (200, "ok")
