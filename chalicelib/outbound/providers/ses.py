"""Emails through Amazon SES (the v2 API), as plain text and simple HTML. What became of them comes through EventBridge."""

from __future__ import annotations

from typing import Any

from ..letter import Letter
from ..marks import Mark
from .once import sorted_errors
from .ses_codes import FINAL, NOT_SET_UP


class Ses:
    """`Provider` over a boto3 SES v2 client that tries once. `events`: the configuration set that reports on what was sent."""

    def __init__(self, client: Any, events: str | None = None) -> None:
        self._client, self._events = client, events

    def send(self, letter: Letter, mark: Mark) -> str:
        body = {"Text": _utf8(letter.body)} | ({"Html": _utf8(letter.html)} if letter.html else {})
        more = {"ConfigurationSetName": self._events} if self._events else {}
        with sorted_errors(FINAL, NOT_SET_UP):
            answer = self._client.send_email(
                FromEmailAddress=letter.sender,
                Destination={"ToAddresses": [letter.to]},
                Content={"Simple": {"Subject": _utf8(letter.subject), "Body": body}},
                EmailTags=[{"Name": "evr", "Value": mark.tag}],
                **more,
            )
        return str(answer["MessageId"])


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
