"""Emails through Amazon SES (the v2 API)."""

from __future__ import annotations

import re
from typing import Any

from .once import sorted_errors

#: What SES answers when no repetition helps. An identity that is not verified is not among them: somebody verifies it.
PERMANENT = frozenset({"BadRequestException", "InvalidParameterValue", "ValidationException"})
_NOT_IN_A_TAG = re.compile(r"[^A-Za-z0-9_-]")


class Ses:
    """`Provider` over a boto3 SES v2 client that tries once (`once.client`). `sender` is an address, with or without a name."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def send(self, to: str, sender: str, subject: str | None, body: str, reference: str) -> str:
        content = {"Subject": _utf8(subject or ""), "Body": {"Text": _utf8(body)}}
        with sorted_errors(PERMANENT):
            answer = self._client.send_email(
                FromEmailAddress=sender,
                Destination={"ToAddresses": [to]},
                Content={"Simple": content},
                EmailTags=[{"Name": "evr", "Value": _NOT_IN_A_TAG.sub("-", reference)[:256]}],
            )
        return str(answer["MessageId"])


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
