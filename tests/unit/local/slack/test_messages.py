"""chat.*: who may write where, what an edit leaves, threads, private replies, what links unfold to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.local.slack.shop import OFFICER, QUEUE, ROOM, SERGEANT, SERGEANTS, Shop, actions, button

METADATA = {"event_type": "evr_card", "event_payload": {"key": "job:1"}}
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Test*"}}


def test_a_message_stands_in_the_channel_as_slack_hands_it_out(shop: Shop):
    told = shop.call("chat.postMessage", channel=QUEUE, text="One line", blocks=[SECTION, actions(button())], metadata=METADATA)

    message = told["message"]
    assert (told["channel"], told["ts"]) == (QUEUE, message["ts"])
    assert (message["type"], message["user"], message["bot_id"], message["app_id"]) == (
        "message",
        "U0BOTDORSET",
        "B0DORSET",
        "A0DORSET",
    )
    # Slack names what had no name, and says what it takes for granted.
    assert message["blocks"][0]["block_id"]
    assert message["blocks"][0]["text"] == {"type": "mrkdwn", "text": "*Test*", "verbatim": False}
    assert message["blocks"][1]["elements"][0]["text"]["emoji"] is True


def test_timestamps_rise_and_are_unique(shop: Shop):
    stamps = [shop.post() for _ in range(50)]

    assert stamps == sorted(stamps) and len(set(stamps)) == 50
    assert all(len(each.partition(".")[2]) == 6 for each in stamps)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"channel": "C0NOBODY1", "text": "Test"}, "channel_not_found"),
        ({"channel": "U0NOBODY1", "text": "Test"}, "channel_not_found"),
        ({"channel": "U0BOTDORSET", "text": "Test"}, "cannot_dm_bot"),
        ({"text": "Test"}, "invalid_arguments"),
        ({"channel": QUEUE}, "no_text"),
        ({"channel": QUEUE, "text": "", "blocks": []}, "no_text"),
        ({"channel": QUEUE, "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": QUEUE, "text": "Test", "blocks": "[{"}, "invalid_blocks_format"),
        ({"channel": QUEUE, "text": "Test", "blocks": {"blocks": []}}, "invalid_blocks_format"),
        ({"channel": QUEUE, "text": "Test", "blocks": [{"type": "header"}]}, "invalid_blocks"),
        ({"channel": QUEUE, "text": "Test", "metadata": "nonsense"}, "invalid_metadata_format"),
        ({"channel": QUEUE, "text": "Test", "metadata": {"key": "1"}}, "invalid_metadata_format"),
        ({"channel": QUEUE, "text": "Test", "metadata": {"event_type": "x", "event_payload": "y"}}, "invalid_metadata_schema"),
        ({"channel": QUEUE, "text": "Test", "attachments": [{"text": "old"}]}, "invalid_attachments"),
    ],
)
def test_what_cannot_be_posted(shop: Shop, arguments: dict[str, object], code: str):
    assert shop.refused("chat.postMessage", **arguments) == code


def test_invalid_blocks_are_told_with_each_fault(shop: Shop):
    told = shop.ask("chat.postMessage", channel=QUEUE, text="Test", blocks=[{"type": "header"}, {"type": "divider", "x": 1}])

    assert b"missing required field: text [json-pointer:/blocks/0]" in told.body
    assert b"invalid additional property: x [json-pointer:/blocks/1]" in told.body


def test_an_archived_channel_takes_nothing_and_forgets_nothing(shop: Shop):
    ts = shop.post("Before")
    shop.installed.workspace.archive(QUEUE, archived=True)

    assert shop.refused("chat.postMessage", channel=QUEUE, text="Test") == "is_archived"
    assert shop.refused("chat.postEphemeral", channel=QUEUE, user=OFFICER, text="Test") == "is_archived"
    assert shop.refused("chat.update", channel=QUEUE, ts=ts, text="After") == "is_inactive"
    assert shop.texts("PC2211") == ["Before"]
    shop.installed.workspace.archive(QUEUE, archived=False)
    assert shop.call("chat.update", channel=QUEUE, ts=ts, text="After")["text"] == "After"


def test_a_person_as_the_channel_means_their_direct_messages(shop: Shop):
    told = shop.call("chat.postMessage", channel=OFFICER, text="For you")

    assert told["channel"] == "D0PC2211"
    assert shop.texts("PC2211", "D0PC2211") == ["For you"]
    assert shop.page("PC2212", "channel", "D0PC2211", "50")["error"] == "not_in_channel"


def test_an_edit_replaces_what_it_names_and_text_alone_takes_the_blocks_away(shop: Shop):
    ts = shop.post("First", blocks=[SECTION], metadata=METADATA)

    told = shop.call("chat.update", channel=QUEUE, ts=ts, text="Second", blocks=[SECTION, SECTION])
    assert (told["ts"], told["text"], len(told["message"]["blocks"])) == (ts, "Second", 2)
    assert told["message"]["metadata"] == METADATA

    told = shop.call("chat.update", channel=QUEUE, ts=ts, text="Third", metadata={})
    assert "blocks" not in told["message"] and "metadata" not in told["message"]


def test_only_what_is_the_bots_own_is_edited_or_deleted(shop: Shop):
    theirs = shop.do("PC2211", "say", channel=QUEUE, text="Mine")["ts"]

    assert shop.refused("chat.update", channel=QUEUE, ts=theirs, text="Ours now") == "cant_update_message"
    assert shop.refused("chat.delete", channel=QUEUE, ts=theirs) == "cant_delete_message"
    assert shop.refused("chat.update", channel=QUEUE, ts="1.000001", text="Nothing") == "message_not_found"
    assert shop.refused("chat.delete", channel=QUEUE, ts="1.000001") == "message_not_found"


def test_replies_stand_in_the_thread_and_are_counted_at_its_head(shop: Shop):
    head = shop.post("Card")
    first = shop.post("One", thread_ts=head)
    shop.post("Two", thread_ts=first)

    replies = shop.call("conversations.replies", channel=QUEUE, ts=head)["messages"]
    assert [each["text"] for each in replies] == ["Card", "One", "Two"]
    assert (replies[0]["reply_count"], replies[0]["reply_users"]) == (2, ["U0BOTDORSET"])
    assert [each["text"] for each in shop.call("conversations.history", channel=QUEUE)["messages"]] == ["Card"]


def test_a_deleted_head_leaves_a_mark_and_without_replies_nothing(shop: Shop):
    head, alone = shop.post("Card"), shop.post("Alone")
    shop.post("Reply", thread_ts=head)

    shop.call("chat.delete", channel=QUEUE, ts=head)
    shop.call("chat.delete", channel=QUEUE, ts=alone)

    assert shop.texts("PC2211") == ["This message was deleted."]
    assert shop.refused("chat.update", channel=QUEUE, ts=head, text="Again") == "message_not_found"
    assert len(shop.call("conversations.replies", channel=QUEUE, ts=head)["messages"]) == 2


def test_a_reply_to_a_message_that_is_no_more_stands_by_itself_as_in_slack(shop: Shop):
    head = shop.post("Card")
    shop.call("chat.delete", channel=QUEUE, ts=head)

    told = shop.call("chat.postMessage", channel=QUEUE, text="Late", thread_ts=head)

    assert "thread_ts" not in told["message"]
    assert shop.texts("PC2211") == ["Late"]


def test_a_private_reply_is_seen_by_one_person_and_by_no_method(shop: Shop):
    ts = shop.call("chat.postEphemeral", channel=QUEUE, user=OFFICER, text="Only you")["message_ts"]

    assert shop.texts("PC2211") == ["Only you"]
    assert shop.texts("PC2212") == []
    assert shop.call("conversations.history", channel=QUEUE)["messages"] == []
    assert shop.refused("chat.update", channel=QUEUE, ts=ts, text="Other") == "message_not_found"
    assert shop.refused("chat.delete", channel=QUEUE, ts=ts) == "message_not_found"


def test_a_private_reply_needs_somebody_of_the_channel(shop: Shop):
    assert shop.refused("chat.postEphemeral", channel=SERGEANTS, user=OFFICER, text="Test") == "user_not_in_channel"
    assert shop.refused("chat.postEphemeral", channel=QUEUE, user="U0NOBODY1", text="Test") == "user_not_in_channel"
    shop.call("chat.postEphemeral", channel=SERGEANTS, user=SERGEANT, text="Test")


def test_a_private_reply_in_a_thread_stands_there_only(shop: Shop):
    head = shop.post("Card")
    shop.call("chat.postEphemeral", channel=QUEUE, user=OFFICER, text="Only you", thread_ts=head)

    assert shop.texts("PC2211") == ["Card"]
    assert [each["text"] for each in shop.page("PC2211", "thread", QUEUE, head)["messages"]] == ["Card", "Only you"]
    assert [each["text"] for each in shop.page("PC2212", "thread", QUEUE, head)["messages"]] == ["Card"]


def test_what_is_public_survives_a_restart_and_what_is_private_is_never_written(shop: Shop, tmp_path: Path):
    # Given a day's traces
    ts = shop.post("First", metadata=METADATA)
    shop.post("Reply", thread_ts=ts)
    gone = shop.post("Gone")
    shop.call("chat.update", channel=QUEUE, ts=ts, text="Second")
    shop.call("chat.delete", channel=QUEUE, ts=gone)
    shop.call("chat.postEphemeral", channel=QUEUE, user=OFFICER, text="Telephone 07700 900123")
    shop.call("views.publish", user_id=OFFICER, view={"type": "home", "blocks": [{"type": "divider"}]})
    shop.do("PC2211", "read", channel=QUEUE, ts=ts)
    shop.installed.workspace.archive(ROOM, archived=True)
    assert not any(b"900123" in each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
    # When it begins again, and once more
    again = Shop(tmp_path)
    again = Shop(tmp_path)
    # Then all is there but the private reply
    assert again.texts("PC2211") == ["Second"]
    found = again.call("conversations.history", channel=QUEUE, include_all_metadata=True)["messages"][0]
    assert (found["metadata"], found["reply_count"]) == (METADATA, 1)
    assert again.page("PC2211", "home")["view"]["blocks"][0]["type"] == "divider"
    assert again.installed.workspace.read[OFFICER, QUEUE] == ts
    assert again.installed.workspace.archived == {ROOM}
    assert again.post("Later") > ts


def test_a_line_that_a_crash_cut_off_is_left_out(shop: Shop, tmp_path: Path):
    shop.post("Whole")
    with (tmp_path / "slack" / "dorset.jsonl").open("a") as file:
        file.write('{"message": {"ts": "17')

    assert Shop(tmp_path).texts("PC2211") == ["Whole"]


def test_links_are_unfolded_below_the_message_that_holds_them(shop: Shop):
    # Given somebody who writes an address of ours, and one of others
    ours = "http://127.0.0.1:8800/#incident/DP-261122-0011"
    ts = shop.do("PC2211", "say", channel=QUEUE, text=f"See {ours} and https://example.org/x")["ts"]
    # Then the app hears of ours
    event = shop.app.last["event"]
    assert (event["type"], event["message_ts"], event["user"]) == ("link_shared", ts, OFFICER)
    assert event["links"] == [{"domain": "127.0.0.1", "url": ours}]
    # And puts something below it
    shop.call("chat.unfurl", channel=QUEUE, ts=ts, unfurls={ours: {"blocks": [SECTION]}})
    shown = shop.page("PC2212", "channel", QUEUE, "50")["messages"][0]
    assert shown["attachments"][0]["from_url"] == ours
    assert shown["text"] == f"See <{ours}> and <https://example.org/x>"


@pytest.mark.parametrize(
    ("unfurls", "code"),
    [
        ({"https://example.org/other": {"blocks": [SECTION]}}, "cannot_unfurl_url"),
        ({}, "missing_unfurls"),
        ({"http://localhost/x": {"blocks": [{"type": "header"}]}}, "invalid_blocks"),
        ({"http://localhost/x": {"text": "old"}}, "missing_unfurls"),
    ],
)
def test_what_cannot_be_unfolded(shop: Shop, unfurls: dict[str, object], code: str):
    ts = shop.do("PC2211", "say", channel=QUEUE, text="http://localhost/x")["ts"]

    assert shop.refused("chat.unfurl", channel=QUEUE, ts=ts, unfurls=unfurls) == code
