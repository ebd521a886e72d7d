"""A worker of texts in a process of its own, that stands still in the middle of sending, to be killed there.

python -m tests.integration.outbound.blocked_worker <before|after> <note> <event.json>
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from msgspec.structs import replace

from chalicelib.domain.policy import Policy
from chalicelib.outbound import ports, providers, texts
from chalicelib.outbound.letter import Letter
from chalicelib.outbound.marks import Mark


class Blocked:
    """The real provider, with a pause that never ends: before the message is sent, or after."""

    def __init__(self, name: str, policy: Policy, when: str, note: Path) -> None:
        self._provider, self._when, self._note = providers.named(name, policy), when, note

    def send(self, letter: Letter, mark: Mark) -> str:
        if self._when == "after":
            self._provider.send(letter, mark)
        self._note.write_text("standing still")
        time.sleep(600)
        return "never"


def main(when: str, note: str, event: str) -> None:
    wired = replace(ports.ports(), provider=lambda name, policy: Blocked(name, policy, when, Path(note)))
    texts.ports = lambda: wired
    texts.on_messages(json.loads(Path(event).read_text()))


if __name__ == "__main__":
    main(*sys.argv[1:])
