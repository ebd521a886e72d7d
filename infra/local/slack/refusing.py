"""Slack's "no": a code, sometimes with sentences for whoever wrote the app."""

from __future__ import annotations

from collections.abc import Sequence


class SlackError(Exception):
    """The Web API answers `{"ok": false, "error": code}`."""

    def __init__(self, code: str, messages: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
