"""A message that becomes an update, a link that unfolds, and what nobody asked for."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from chalicelib.chat.slack import turn
from tests import slack_payloads as p
from tests.builders import IDS, OFFICER
from tests.contract.slack_http.room import Room, account

SPOC = IDS["spoc"]


def test_a_message_is_made_into_an_update(room: Room):
    reference = room.force.bring("claimed")
    message = p.posted({"text": "Test: the suspect &amp; a friend were seen."})
    heard = room.send(room.ready(p.shortcut(message, user=account(SPOC)), SPOC))
    assert heard.status == 200
    update = room.slack.sent("views.update")[-1]
    assert "the suspect & a friend" in json.dumps(update["view"])
    room.fill(SPOC, p.opened(update["view"], id=update["view_id"]), reference=reference, kind="risk")
    assert room.force.incident(reference).updates == 1


def test_an_unknown_shortcut_is_answered_with_help(room: Room):
    message = p.posted({"text": "Test."})
    room.send(room.ready(p.shortcut(message, callback_id="message.old", user=account(OFFICER)), OFFICER))
    assert "What you can ask for" in room.told(OFFICER)[-1]


def test_a_link_to_a_job_shows_its_card(room: Room):
    reference = room.force.bring("claimed")
    url = f"https://{room.force.policy.link.domain}/job/{reference}"
    room.send(p.links_shared(url, user=account(OFFICER)))
    (unfurl,) = room.slack.sent("chat.unfurl")
    assert reference in json.dumps(unfurl["unfurls"][url])
    assert "0770090" not in json.dumps(unfurl).replace(" ", "")


@pytest.mark.parametrize(
    ("link_base", "host"),
    [("https://evr.example.org/v", "https://evr.example.org"), ("http://127.0.0.1:8800/v", "http://127.0.0.1:8800")],
)
def test_links_are_where_the_victims_page_is(room: Room, monkeypatch: pytest.MonkeyPatch, link_base: str, host: str):
    ports = room.ports()
    monkeypatch.setattr(turn, "ports", lambda: replace(ports, link_base=link_base))
    reference = room.force.bring("claimed")
    own = f"https://{room.force.policy.link.domain}/job/{reference}"
    room.send(p.links_shared(own, f"{host}/job/{reference}", f"{host}/job/{reference}", user=account(OFFICER)))
    (unfurl,) = room.slack.sent("chat.unfurl")
    assert list(unfurl["unfurls"]) == [f"{host}/job/{reference}"]


def test_a_reference_with_a_slash_travels_escaped(room: Room):
    reference = room.force.bring("claimed", reference="2026/7-x")
    url = f"https://{room.force.policy.link.domain}/job/2026%2F7-x"
    room.send(p.links_shared(url, user=account(OFFICER)))
    assert reference in json.dumps(room.slack.sent("chat.unfurl"))


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/job/{}",
        "http://{domain}/job/{}",
        "https://{domain}/v#{}",
        "https://{domain}/job/no-such-job",
        "https://{domain}/job/",
        "https://[broken/job/{}",
    ],
)
def test_other_links_are_left_alone(room: Room, address: str):
    reference = room.force.bring("claimed")
    url = address.format(reference, domain=room.force.policy.link.domain)
    assert room.send(p.links_shared(url, user=account(OFFICER))).status == 200
    assert room.slack.calls == []


def test_a_strangers_link_is_left_alone_and_so_is_one_in_a_shared_channel(room: Room):
    url = f"https://{room.force.policy.link.domain}/job/{room.force.bring('claimed')}"
    room.send(p.links_shared(url, user="U0STRANGER"))
    room.send(p.links_shared(url, user=account(OFFICER)) | {"is_ext_shared_channel": True})
    room.send(p.links_shared(url, user=account(OFFICER), channel="COMPOSER"))
    assert room.slack.calls == []


@pytest.mark.parametrize("type", ["message", "reaction_added", "app_uninstalled", "tokens_revoked"])
def test_events_that_nobody_asked_for_are_acknowledged(room: Room, type: str):
    payload = p.home_opened(user=account(OFFICER))
    assert room.send(payload | {"event": {"type": type, "event_ts": "1.1"}}).status == 200
    assert room.slack.calls == []


def test_options_that_nobody_asks_for_are_none(room: Room):
    payload = room.button(OFFICER, "help") | {"type": "block_suggestion", "action_id": "x", "block_id": "b", "value": ""}
    assert room.send(payload).body == {"options": []}
