"""Our own mark on every message: the provider is given it with the call, and every receipt brings it back.

It names the delivery's row, `dorset/20261118-0416/SEND#00000006.00#sms`: so a receipt finds its message even when the answer to the
call was lost, and with it the provider's own id. No reference holds a `#`, and no force a `/`.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple

from ..store import keys
from ..store.rows import Key

_MARK = re.compile(
    r"(?P<force>[a-z][a-z0-9_]{0,39})/(?P<reference>[A-Za-z0-9][A-Za-z0-9_.:/-]{0,63})/(?P<send>SEND#\d{8,}\.\d{2,}#(?:sms|email))"
)


class Mark(NamedTuple):
    """A message of ours: its force, its incident, and the sort key of its row."""

    force: str
    reference: str
    send: str

    def __str__(self) -> str:
        return f"{self.force}/{self.reference}/{self.send}"

    @property
    def key(self) -> Key:
        return Key(keys.incident(self.force, self.reference), self.send)

    @property
    def channel(self) -> str:
        return self.send.rpartition("#")[2]

    @property
    def tag(self) -> str:
        """For providers that take letters, digits, `-` and `_` only."""
        return urlsafe_b64encode(str(self).encode()).decode().rstrip("=")


def read(text: str | None) -> Mark | None:
    """The mark that came back, as it is or as a tag; None when it is none of ours."""
    found = _MARK.fullmatch(text or "") or _MARK.fullmatch(_untagged(text or ""))
    return Mark(found["force"], found["reference"], found["send"]) if found else None


def _untagged(tag: str) -> str:
    try:
        return urlsafe_b64decode(tag + "=" * (-len(tag) % 4)).decode("ascii")
    except ValueError:  # neither base64 nor ASCII
        return ""
