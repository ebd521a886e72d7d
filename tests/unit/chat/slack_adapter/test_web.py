"""The wall on Slack: cards hung up, edited and found again; a person's own conversation; the picture."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.chat.model import Button, Card, Fact, Home, Section
from chalicelib.chat.slack.calls import Api
from chalicelib.chat.slack.post import Budget
from chalicelib.chat.slack.scopes import METHODS, SCOPES
from chalicelib.chat.slack.web import SlackWall
from chalicelib.chat.wall import Gone, Picture, Refused, Spot, Unanswered, Wait
from tests.slack_fake import TOKEN, FakeSlack, broken, rate_limited, says

CARD = Card(
    "job:20261118-0416",
    "Burglary",
    "A job waits.",
    (Fact("Status", "queued"),),
    leading=(Button("job.claim", "Claim", "20261118-0416"),),
)
LATER = Card("job:20261118-0416", "Burglary", "PC2214 has it.")
PNG = Picture("summary.png", b"\x89PNG...", "3 jobs reported, 2 answered.")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def slack() -> FakeSlack:
    return FakeSlack(scopes=SCOPES)


@pytest.fixture
def wall(slack: FakeSlack) -> SlackWall:
    return SlackWall(Api(TOKEN, slack, Budget(float("inf"), each=8.0)), slack.app_id, "dorset")


def test_a_card_is_hung_up_with_its_key_and_edited_in_place(slack: FakeSlack, wall: SlackWall):
    spot = wall.post("C0QUEUE01", CARD, key="job:20261118-0416/queue")
    wall.edit(spot, LATER)
    (message,) = slack.channels["C0QUEUE01"].messages
    assert message.sent["text"] == "PC2214 has it."
    assert message.sent["metadata"] == {"event_type": "evr_card", "event_payload": {"key": "job:20261118-0416/queue"}}
    assert (message.sent["unfurl_links"], message.sent["unfurl_media"]) == ("false", "false")
    assert "metadata" not in slack.sent("chat.update")[0]


def test_a_thread_hears_sentences(slack: FakeSlack, wall: SlackWall):
    spot = wall.post("C0QUEUE01", CARD, key="k")
    wall.say(spot, ["10:05 PC2214 claimed it.", "10:07 <The link> was sent."], key="k:2")
    reply = slack.channels["C0QUEUE01"].messages[1]
    assert reply.thread == spot.message
    assert "&lt;The link&gt;" in reply.sent["text"]
    assert wall.find("C0QUEUE01", "k:2", LONG_AGO, under=spot) == Spot("C0QUEUE01", reply.ts)


def test_what_was_posted_is_found_again(slack: FakeSlack, wall: SlackWall):
    spots = [wall.post("C0QUEUE01", CARD, key=f"card {n}") for n in range(450)]
    assert wall.find("C0QUEUE01", "card 3", LONG_AGO) == spots[3]  # on the third page
    assert wall.find("C0QUEUE01", "card 3", datetime.fromtimestamp(float(spots[4].message), UTC)) is None
    assert wall.find("C0QUEUE01", "card 999", LONG_AGO) is None


def test_it_does_not_look_for_ever(slack: FakeSlack, wall: SlackWall):
    for _ in range(1001):
        slack.channels["C0QUEUE01"].messages.append(slack_message())
    assert wall.find("C0QUEUE01", "card", LONG_AGO) is None
    assert slack.methods() == ["conversations.history"] * 5


def slack_message(**sent: object):
    from tests.slack_fake_methods import Message

    return Message("C0QUEUE01", f"{1_795_000_000}.000200", dict(sent))


def test_another_apps_message_with_our_metadata_is_not_ours(slack: FakeSlack, wall: SlackWall):
    metadata = {"event_type": "evr_card", "event_payload": {"key": "card"}}
    slack.channels["C0QUEUE01"].messages.append(slack_message(metadata=metadata, app_id="A0OTHER01"))
    assert wall.find("C0QUEUE01", "card", LONG_AGO) is None


@pytest.mark.parametrize(("user", "ours"), [("U0EVRBOT1", True), ("U0OTHERBOT", False)])
def test_where_no_app_is_named_the_bots_account_says_whose_it_is(slack: FakeSlack, wall: SlackWall, user: str, ours: bool):
    metadata = {"event_type": "evr_card", "event_payload": {"key": "card"}}
    slack.channels["C0QUEUE01"].messages.append(slack_message(metadata=metadata, app_id="", user=user))
    assert (wall.find("C0QUEUE01", "card", LONG_AGO) is not None) is ours
    wall.find("C0QUEUE01", "card", LONG_AGO)
    assert slack.methods().count("auth.test") == 1


def test_a_person_is_told_in_their_own_conversation(slack: FakeSlack, wall: SlackWall):
    slack.add_user("U0PC2214")
    since = datetime.now(UTC) - timedelta(days=400)
    spot = wall.post("U0PC2214", CARD, key="reminder")
    assert spot.channel == "DU0PC2214"
    wall.edit(spot, LATER)  # needs that channel: a person's id will not do
    assert wall.find("U0PC2214", "reminder", since) == spot
    wall.remove(spot)
    assert wall.find("U0PC2214", "reminder", since) is None


def test_the_home_tab_is_published(slack: FakeSlack, wall: SlackWall):
    wall.home("U0PC2214", Home("PC2214", (Section("My job", lines=("You have no job.",)),)))
    assert "You have no job." in json.dumps(slack.homes["U0PC2214"])


def test_a_picture_hangs_beside_its_card(slack: FakeSlack, wall: SlackWall):
    wall.post("C0TEAM001", CARD, key="daily", picture=PNG)
    (upload,) = slack.uploads.values()
    assert (upload["content"], upload["alt_txt"], upload["shared"]) == (PNG.png, PNG.alt, {"channel": "C0TEAM001", "thread": None})
    assert slack.methods().index("chat.postMessage") < slack.methods().index("files.getUploadURLExternal")


def test_a_picture_for_a_thread(slack: FakeSlack, wall: SlackWall):
    top = wall.post("C0TEAM001", CARD, key="top")
    wall.post("C0TEAM001", CARD, key="daily", under=top, picture=PNG)
    (upload,) = slack.uploads.values()
    assert upload["shared"]["thread"] == top.message


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
def test_without_its_picture_the_card_still_says_everything(slack: FakeSlack, wall: SlackWall, step: str, capsys):
    slack.fails[step] = broken()
    assert wall.post("C0TEAM001", CARD, key="daily", picture=PNG)
    said = capsys.readouterr().out
    assert '"what":"picture"' in said and '"ChatReplyLost":1' in said
    assert "reported" not in said


DO = {
    "chat.postMessage": lambda wall: wall.post("C0QUEUE01", CARD, key="k"),
    "chat.update": lambda wall: wall.edit(Spot("C0QUEUE01", "1.1"), CARD),
    "chat.delete": lambda wall: wall.remove(Spot("C0QUEUE01", "1.1")),
    "conversations.history": lambda wall: wall.find("C0QUEUE01", "k", LONG_AGO),
    "conversations.replies": lambda wall: wall.find("C0QUEUE01", "k", LONG_AGO, under=Spot("C0QUEUE01", "1.1")),
    "conversations.open": lambda wall: wall.find("U0PC2214", "k", LONG_AGO),
    "views.publish": lambda wall: wall.home("U0PC2214", Home("PC2214", ())),
}


@pytest.mark.parametrize("method", DO)
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (rate_limited(7), Wait),
        (says("is_archived"), Gone),
        (broken(), Unanswered),
        (Unanswered("down"), Unanswered),
        (says("invalid_auth"), Refused),
    ],
)
def test_every_method_says_the_platforms_trouble_in_the_walls_words(slack: FakeSlack, wall: SlackWall, method: str, fault, error):
    slack.fails[method] = fault
    with pytest.raises(error):
        DO[method](wall)


def test_every_method_needs_no_scope_that_is_not_asked_for(slack: FakeSlack):
    from tests.slack_fake import SCOPES as STRICT

    assert set(METHODS) == set(STRICT)
    for method, either in STRICT.items():
        assert set(METHODS[method]) <= SCOPES
        assert not either or set(METHODS[method]) & set(either)
