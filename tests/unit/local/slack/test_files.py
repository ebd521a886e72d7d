"""Files: announced, uploaded, completed; and when a picture can stand in a message."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest

from infra.local.slack import files
from tests.unit.local.slack.shop import QUEUE, Shop

PNG = b"\x89PNG\r\n\x1a\n and so on"


def upload(shop: Shop, url: str, content: bytes = PNG) -> int:
    parts = urlsplit(url).path.split("/")[3:]
    found = shop.slack.answer("POST", parts, content, {}, "")
    assert found is not None
    return found.status


def completed(shop: Shop, **more: object) -> str:
    told = shop.call("files.getUploadURLExternal", filename="day.png", length=len(PNG), alt_txt="The day in figures")
    assert upload(shop, told["upload_url"]) == 200
    shop.call("files.completeUploadExternal", files=[{"id": told["file_id"], "title": "The day"}], **more)
    return str(told["file_id"])


def test_a_picture_is_uploaded_and_shared_in_a_thread(shop: Shop):
    head = shop.post("The day")

    id = completed(shop, channel_id=QUEUE, thread_ts=head, initial_comment="In figures")

    reply = shop.call("conversations.replies", channel=QUEUE, ts=head)["messages"][1]
    assert (reply["text"], reply["files"][0]["id"], reply["files"][0]["title"]) == ("In figures", id, "The day")
    assert reply["files"][0]["alt_txt"] == "The day in figures"
    shown = shop.slack.answer("GET", ["files", "dorset", id], b"", {}, "")
    assert shown is not None and shown.body == PNG and ("Content-Type", "image/png") in shown.headers


def test_a_picture_stands_in_a_block_once_slack_has_looked_it_over(shop: Shop, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "SETTLING", 0.05)
    id = completed(shop)
    block = {"type": "image", "slack_file": {"id": id}, "alt_text": "The day in figures"}

    assert shop.refused("chat.postMessage", channel=QUEUE, text="The day", blocks=[block]) == "invalid_blocks"
    time.sleep(0.06)
    shop.call("chat.postMessage", channel=QUEUE, text="The day", blocks=[block])


def test_a_picture_that_is_not_there_stands_in_no_block(shop: Shop):
    block = {"type": "image", "slack_file": {"id": "F0NOTHING"}, "alt_text": "Nothing"}

    told = shop.ask("chat.postMessage", channel=QUEUE, text="Test", blocks=[block])

    assert b"invalid slack file [json-pointer:/blocks/0/slack_file]" in told.body


def test_what_was_announced_otherwise_or_never_is_not_taken(shop: Shop):
    told = shop.call("files.getUploadURLExternal", filename="day.png", length=3)

    assert upload(shop, told["upload_url"]) == 400
    assert upload(shop, told["upload_url"][:-1]) == 400
    assert shop.refused("files.completeUploadExternal", files=[{"id": told["file_id"]}]) == "file_not_found"
    assert shop.refused("files.completeUploadExternal", files=[]) == "invalid_arguments"
    assert shop.refused("files.getUploadURLExternal", filename="day.png", length=10_000_001) == "file_upload_size_restricted"


@pytest.mark.parametrize("id", ["F0NOTHING", "..", "../../keys/slack-dorset", ""])
def test_nothing_else_is_read_from_the_disk(shop: Shop, id: str):
    assert shop.slack.answer("GET", ["files", "dorset", id], b"", {}, "") is None
