"""What Slack sends, as far as we look at it: everything else in a payload is let by. Types: npm @slack/bolt.

Missing and null mean the same, so that a payload which Slack extends or thins out is still read.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

Id = Annotated[str, Meta(min_length=1)]
_T = TypeVar("_T")
#: Names of fields, which are in the shapes below; a key of Slack's is shown by msgspec as `[...]`.
_WHERE = re.compile(r"(?:required field `(\w+)`)?(?: - at `(\$[\w.\[\]]*)`)?\Z")


class Unreadable(Exception):
    """Not a payload of this kind, or not in its shape. The message names the place and never what stood there."""


def shaped(payload: object, shape: type[_T]) -> _T:
    """Raises Unreadable, whatever the payload is."""
    try:
        raw: Any = payload if isinstance(payload, bytes | str) else msgspec.json.encode(payload)
        return msgspec.json.decode(raw, type=shape)
    except msgspec.ValidationError as error:
        raise Unreadable(_where(str(error))) from None
    except (msgspec.MsgspecError, ValueError, TypeError, ArithmeticError, RecursionError):
        raise Unreadable("$") from None


def _where(error: str) -> str:
    found = _WHERE.search(error)
    missing, place = found.groups() if found else (None, None)
    return ".".join(filter(None, (place or "$", missing)))


class Known(Struct, frozen=True):
    """Somebody or something with an identifier: a user, a team, a channel."""

    id: Id
    team_id: str | None = None


class Chosen(Struct, frozen=True):
    value: str


class Action(Struct, frozen=True):
    """A button, or the overflow menu with what was chosen in it."""

    action_id: Id
    action_ts: str | None = None
    value: str | None = None
    selected_option: Chosen | None = None


class Container(Struct, frozen=True):
    """Where something was pressed."""

    message_ts: str | None = None
    thread_ts: str | None = None
    channel_id: str | None = None
    is_ephemeral: bool | None = None


class Metadata(Struct, frozen=True):
    event_type: str | None = None
    event_payload: dict[str, Any] | None = None


class Message(Struct, frozen=True):
    ts: str | None = None
    thread_ts: str | None = None
    text: str | None = None
    metadata: Metadata | None = None


class StateValue(Struct, frozen=True):
    """What one input holds, whichever it is."""

    value: str | None = None
    selected_option: Chosen | None = None
    selected_options: tuple[Chosen, ...] | None = None
    selected_date: str | None = None
    selected_time: str | None = None
    selected_date_time: int | None = None


class State(Struct, frozen=True):
    values: dict[str, dict[str, StateValue]] | None = None


class ViewBlock(Struct, frozen=True):
    type: str | None = None
    block_id: str | None = None


class View(Struct, frozen=True):
    id: Id
    type: str | None = None
    team_id: str | None = None
    callback_id: str | None = None
    hash: str | None = None
    private_metadata: str | None = None
    blocks: tuple[ViewBlock, ...] | None = None
    state: State | None = None


class Interaction(Struct, frozen=True):
    """Of every kind; `reading` says which parts a kind must have."""

    type: str
    user: Known
    team: Known | None = None
    trigger_id: str | None = None
    response_url: str | None = None
    actions: tuple[Action, ...] | None = None
    container: Container | None = None
    channel: Known | None = None
    message: Message | None = None
    message_ts: str | None = None
    view: View | None = None
    callback_id: str | None = None


class Typed(Struct, frozen=True):
    """A slash command."""

    team_id: Id
    user_id: Id
    trigger_id: Id
    text: str | None = None
    channel_id: str | None = None
    response_url: str | None = None


class Link(Struct, frozen=True):
    url: str


class Event(Struct, frozen=True):
    type: str
    user: str | None = None
    tab: str | None = None
    channel: str | None = None
    message_ts: str | None = None
    thread_ts: str | None = None
    links: tuple[Link, ...] | None = None


class Envelope(Struct, frozen=True):
    team_id: Id
    event_id: Id
    event: Event
