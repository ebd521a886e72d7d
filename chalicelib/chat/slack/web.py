"""The wall of one force's workspace: `wall.Wall` on Slack's Web API."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from ..model import Card, Home
from ..wall import Gone, Picture, Refused, Spot, Unanswered, Wait
from . import lost
from .calls import Api
from .home import home_view
from .messages import METADATA, card_message, said

#: Messages are looked through in pages of so many, the newest first.
PAGE, PAGES = 200, 5
_QUIET = {"unfurl_links": False, "unfurl_media": False}


class SlackWall:
    """`app_id` tells our own messages from those of other apps."""

    def __init__(self, api: Api, app_id: str, force: str) -> None:
        self._api, self._app_id, self._force = api, app_id, force

    def post(self, channel: str, card: Card, *, key: str, under: Spot | None = None, picture: Picture | None = None) -> Spot:
        """The answer names the channel: for a person it is that of the conversation with them, which editing needs."""
        posted = self._post(channel, card_message(card, key).fields(), under)
        if picture:
            self._hang_up(picture, posted.channel, under)
        return posted

    def _post(self, channel: str, fields: dict[str, Any], under: Spot | None) -> Spot:
        thread = under.message if under else None
        told = self._api.call("chat.postMessage", channel=channel, thread_ts=thread, **fields, **_QUIET)
        return Spot(str(told["channel"]), str(told["ts"]))

    def edit(self, spot: Spot, card: Card) -> None:
        message = card_message(card, card.id)  # what the key was stays with the message
        self._api.call("chat.update", channel=spot.channel, ts=spot.message, text=message.text, blocks=message.blocks)

    def say(self, under: Spot, lines: Sequence[str], *, key: str) -> None:
        for message in said(lines, key):
            self._post(under.channel, message.fields(), under)

    def remove(self, spot: Spot) -> None:
        self._api.call("chat.delete", channel=spot.channel, ts=spot.message)

    def find(self, channel: str, key: str, since: datetime, under: Spot | None = None) -> Spot | None:
        room = self._conversation(channel)
        wanted = {"event_type": METADATA, "event_payload": {"key": key}}
        for message in self._messages(room, since, under):
            if message.get("metadata") == wanted and self._is_ours(message):
                return Spot(room, str(message["ts"]))
        return None

    def home(self, user: str, home: Home) -> None:
        self._api.call("views.publish", user_id=user, view=home_view(home))

    def _conversation(self, channel: str) -> str:
        """A person's identifier stands for the conversation with them only where a message is posted."""
        if not channel.startswith(("U", "W")):
            return channel
        return str(self._api.call("conversations.open", users=channel)["channel"]["id"])

    def _messages(self, room: str, since: datetime, under: Spot | None) -> Iterator[dict[str, Any]]:
        method = "conversations.replies" if under else "conversations.history"
        thread = under.message if under else None
        cursor: str | None = None
        for _ in range(PAGES):
            page = self._api.call(
                method,
                channel=room,
                ts=thread,
                oldest=f"{since.timestamp():.6f}",
                inclusive=True,
                limit=str(PAGE),
                include_all_metadata=True,
                cursor=cursor,
            )
            yield from page["messages"]
            cursor = page.get("response_metadata", {}).get("next_cursor") or None
            if cursor is None:
                return

    def _is_ours(self, message: dict[str, Any]) -> bool:
        """By the app, or by the bot's account where the app is not named."""
        app = message.get("app_id") or message.get("bot_profile", {}).get("app_id")
        return app == self._app_id if app else message.get("user") == self._own_account

    @cached_property
    def _own_account(self) -> str:
        return str(self._api.call("auth.test")["user_id"])

    def _hang_up(self, picture: Picture, channel: str, under: Spot | None) -> None:
        """The card stands there already and says everything in words, so a picture that does not get through is only noted."""
        try:
            self._upload(picture, channel, under)
        except (Wait, Gone, Unanswered, Refused) as error:
            lost.note(self._force, "picture", error)

    def _upload(self, picture: Picture, channel: str, under: Spot | None) -> None:
        size = str(len(picture.png))
        place = self._api.call("files.getUploadURLExternal", filename=picture.name, length=size, alt_txt=picture.alt[:1000])
        self._api.upload(str(place["upload_url"]), picture.png)
        files = [{"id": place["file_id"], "title": picture.name}]
        thread = under.message if under else None
        self._api.call("files.completeUploadExternal", files=files, channel_id=channel, thread_ts=thread)
