"""What Slack takes, in numbers, and how words are made to fit: cut with an ellipsis, or split so that nothing is lost.

Slack does not say how it counts characters; here they are UTF-16 units of what is sent, escapes included, which is never fewer
than any other way of counting finds. Unless a line says otherwise the number stands in docs.slack.dev/reference/block-kit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import accumulate

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
#: All blocks of a message as JSON. Undocumented: `msg_blocks_too_long` came at 13,172 (slackapi/bolt-js issues 2509 and 2867).
MESSAGE_SIZE = 12_000
#: A view as JSON, in bytes; docs.slack.dev/reference/methods/views.open, `view_too_large`.
VIEW_SIZE = 250_000
#: Where a message has blocks this is read out and notified; docs.slack.dev/reference/methods/chat.postMessage advises 4,000.
MESSAGE_TEXT = 3000

HEADER = 150
SECTION = 3000
FIELDS = 10
FIELD = 2000
ELEMENTS = 25
BUTTON = 75
BUTTON_VALUE = 2000
ADDRESS = 3000
OVERFLOW = 5
OPTIONS = 100
OPTION_GROUPS = 100
OPTION = 75
OPTION_VALUE = 150
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30
MODAL_TITLE = MODAL_BUTTON = 24
LABEL = HINT = 2000
PLACEHOLDER = 150
INPUT = 3000
PRIVATE_METADATA = 3000
IDENTIFIER = 255

#: Stands where there is nothing to show, for Slack refuses an empty text.
BLANK = "-"

_MENTION = re.compile(r"<@[UW][A-Z0-9]{1,20}>")
_TOKENS = re.compile(f"{_MENTION.pattern}|.", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
#: Writes one token of a text as it is sent.
Write = Callable[[str], str]


def size(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def plain(token: str) -> str:
    """For `plain_text`: nothing in it has a meaning."""
    return token


def marked(token: str) -> str:
    """For `mrkdwn`: mentions of people stay (they come from our own mapping of names), all else loses its meaning."""
    return token if _MENTION.fullmatch(token) else token.translate(_ESCAPES)


def cut(text: str, limit: int, write: Write = plain) -> str:
    """The text as it is sent, with an ellipsis where it was too long."""
    tokens = [write(token) for token in _TOKENS.findall(clean(text[: 2 * limit + 50]))]  # no token is shorter when it is written
    ends = list(accumulate(map(size, tokens)))
    if ends[-1] <= limit:
        return "".join(tokens)
    return "".join(tokens[: sum(end < limit for end in ends)]) + "…"


def head(text: str, limit: int) -> str:
    """As much of the text as the limit takes, for what somebody goes on writing."""
    characters = clean(text)
    return characters[: sum(end <= limit for end in accumulate(map(size, characters)))]


def pieces(text: str, limit: int, write: Write = plain) -> list[str]:
    """The text as it is sent, in parts within the limit, broken at a line's or a word's end where there is one."""
    tokens = _TOKENS.findall(clean(text))
    parts = ("".join(map(write, tokens[start:end])) for start, end in _spans(tokens, limit, write))
    return [part for part in parts if part.strip()]


def _spans(tokens: list[str], limit: int, write: Write) -> Iterator[tuple[int, int]]:
    start = length = 0
    breaks = {"\n": 0, " ": 0}
    for at, token in enumerate(tokens):
        length += size(write(token))
        while length > limit:
            end = next((found for found in breaks.values() if found > start), at)
            yield start, end
            start, length = end, sum(size(write(each)) for each in tokens[end : at + 1])
        if token in breaks:
            breaks[token] = at + 1
    yield start, len(tokens)


def clean(text: str) -> str:
    """Without what no screen shows and no JSON carries: control characters and halves of characters. Never blank."""
    shown = _CONTROLS.sub(" ", text.replace("\r\n", "\n")).encode("utf-8", "replace").decode()
    return shown if shown.strip() else BLANK


def exact(text: str, limit: int) -> str:
    """What a program reads cannot be cut: too long is a mistake of ours. Raises ValueError."""
    if size(text) > limit:
        raise ValueError(f"an identifier or value of {size(text)} characters, where Slack takes {limit}")
    return text


def identifier(text: str) -> str:
    """The same identifier for the same text, of 130 characters at most."""
    return text if size(text) <= 130 else f"{text[:64]}:{sha256(text.encode()).hexdigest()}"
