"""Our client against a Slack that we did not write: calls as forms, scopes, triggers, threads, direct messages, files, errors."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.chat.forms import opening
from chalicelib.chat.model import Button, Card, Fact, Field, Form, Home, Notice, Section
from chalicelib.chat.slack.calls import Api
from chalicelib.chat.slack.carried import Carried
from chalicelib.chat.slack.scopes import METHODS
from chalicelib.chat.slack.sending import Sender, Way
from chalicelib.chat.wall import Gone, Picture, Refused, Spot
from tests.contract.slack_emulate.conftest import ADMIN, NARROW, Emulated

CARD = Card(
    "job:1", "Burglary & more <1>", "A job waits.", (Fact("Status", "queued"),), leading=(Button("job.claim", "Claim", "1"),)
)
LATER = Card("job:1", "Burglary", "PC2214 has it.")
FORM = Form("job.contact", "Record a call", "Record", "1", (Field("result", "Result", "line"),), ("One moment",))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def message(emulated: Emulated, spot: Spot) -> dict:
    history = emulated.api().call("conversations.history", channel=spot.channel, limit="200")["messages"]
    return next(each for each in history if each["ts"] == spot.message)


def sender(emulated: Emulated, **way: object) -> Sender:
    return Sender(emulated.api(), "dorset", Way(user=emulated.user("rowan"), **way))


def test_a_card_its_blocks_and_its_key_arrive_as_they_are(emulated: Emulated):
    spot = emulated.wall().post(emulated.channel("queue"), CARD, key="arrives")
    stands = message(emulated, spot)
    assert stands["metadata"] == {"event_type": "evr_card", "event_payload": {"key": "arrives"}}
    assert stands["blocks"][0]["type"] == "header"
    assert stands["blocks"][0]["text"]["text"] == "Burglary & more <1>"


def test_it_is_edited_in_place_and_keeps_its_key(emulated: Emulated):
    wall, channel = emulated.wall(), emulated.channel("queue")
    spot = wall.post(channel, CARD, key="edited")
    wall.edit(spot, LATER)
    assert message(emulated, spot)["text"] == "PC2214 has it."
    assert wall.find(channel, "edited", LONG_AGO) == spot


def test_a_thread_and_what_was_said_in_it(emulated: Emulated):
    wall, channel = emulated.wall(), emulated.channel("queue")
    top = wall.post(channel, CARD, key="top")
    wall.say(top, ["10:05 PC2214 claimed it."], key="said")
    found = wall.find(channel, "said", LONG_AGO, under=top)
    assert found and found != top
    assert wall.find(channel, "never said", LONG_AGO, under=top) is None


def test_a_person_is_written_to_edited_and_found_by_their_account(emulated: Emulated):
    wall, user = emulated.wall(), emulated.user("rowan")
    spot = wall.post(user, CARD, key="direct")
    assert spot.channel.startswith("D")
    wall.edit(spot, LATER)
    assert wall.find(user, "direct", LONG_AGO) == spot
    wall.remove(spot)
    assert wall.find(user, "direct", LONG_AGO) is None


def test_the_picture_arrives_with_its_bytes(emulated: Emulated):
    channel, png = emulated.channel("queue"), b"\x89PNG" + bytes(range(256))
    emulated.wall().post(channel, CARD, key="daily", picture=Picture("summary.png", png, "3 jobs."))
    shared = emulated.api().call("conversations.history", channel=channel, limit="5")["messages"]
    files = [file for each in shared for file in each.get("files", ())]
    assert [(file["title"], file["size"]) for file in files] == [("summary.png", len(png))]


def test_a_form_is_opened_once_filled_and_replaced(emulated: Emulated):
    trigger = emulated.trigger("rowan")
    way = sender(emulated, trigger=trigger, carried=Carried(value="1"))
    view = way.open(opening("job.contact", "1"))
    assert view
    assert way.fill(view, FORM, "job.contact")
    assert way.fill(view, Notice("You do not hold it.", tone="warning"), "job.contact")
    assert way.open(opening("job.contact", "1")) is None  # a trigger is good for one form


def test_the_home_tab_again_and_again(emulated: Emulated):
    way = sender(emulated)
    for line in ("You have no job.", "You have one."):
        assert way.publish(Home("PC2214", (Section("My job", lines=(line,)),)))


def test_a_private_reply_in_the_channel(emulated: Emulated):
    channel = emulated.channel("queue")
    assert sender(emulated, carried=Carried(channel=channel)).say(Notice("Only you see this."))
    assert "Only you see this." not in str(emulated.api().call("conversations.history", channel=channel))


def test_where_the_app_is_not_it_is_a_direct_message(emulated: Emulated):
    assert sender(emulated, carried=Carried(channel=emulated.channel("elsewhere"))).say(Notice("By another way."))
    room = emulated.api().call("conversations.open", users=emulated.user("rowan"))["channel"]["id"]
    assert "By another way." in str(emulated.api().call("conversations.history", channel=room))


def test_channels_that_are_not_for_us_are_gone(emulated: Emulated):
    wall, elsewhere = emulated.wall(), emulated.channel("elsewhere")
    with pytest.raises(Gone, match="not_in_channel"):
        wall.post(elsewhere, CARD, key="k")
    with pytest.raises(Gone, match="channel_not_found"):
        wall.post("C0NOWHERE", CARD, key="k")
    with pytest.raises(Gone, match="message_not_found"):
        wall.edit(Spot(emulated.channel("queue"), "1.000001"), CARD)


def test_an_archived_channel_is_gone(emulated: Emulated):
    admin = emulated.api(ADMIN)
    channel = admin.call("conversations.create", name="old")["channel"]["id"]
    admin.call("conversations.invite", channel=channel, users=emulated.user("evr"))
    admin.call("conversations.archive", channel=channel)
    with pytest.raises(Gone, match="is_archived"):
        emulated.wall().post(channel, CARD, key="k")


def test_a_wrong_token_is_refused(emulated: Emulated):
    with pytest.raises(Refused):
        emulated.api("xoxb-wrong").call("conversations.info", channel=emulated.channel("queue"))


#: Not there, or without a scope there.
_UNCHECKED = {"auth.test", "chat.unfurl", "views.open", "views.update", "views.publish"}


@pytest.mark.parametrize("method", sorted(set(METHODS) - _UNCHECKED))
def test_what_we_say_needs_a_scope_needs_it_there_and_ours_are_enough(emulated: Emulated, method: str):
    user = emulated.user("rowan")
    given = {"users": user} if method == "conversations.open" else {"channel": emulated.channel("queue"), "user": user, "ts": "1.1"}
    with pytest.raises(Refused, match="missing_scope"):
        emulated.api(NARROW).call(method, **given)
    assert refusal(emulated.api(), method, given) != "missing_scope"


def refusal(api: Api, method: str, given: dict[str, str]) -> str | None:
    try:
        api.call(method, **given)
    except (Gone, Refused) as other:
        return other.code
    return None
