"""From Slack's payloads to presses. Whatever comes, it is read or it is `Unreadable`; no other error leaves here.

    interaction(payload)   buttons, menus, forms that were sent or closed, shortcuts on messages
    slash(form)            /evr and what was typed behind it
    event(body)            the home tab was opened, links were posted

Payloads are taken as JSON or as what came of it. Whether they come from Slack at all was checked before (`signing`).
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator

from . import shapes
from .carried import Carried, unpacked
from .elements import MENU
from .inputs import NOTHING
from .messages import METADATA
from .received import Closed, HomeOpened, LinksShared, Other, Pressed, Sent, Shortcut, Typed
from .shapes import Unreadable, shaped

__all__ = [
    "Closed",
    "HomeOpened",
    "LinksShared",
    "Other",
    "Pressed",
    "Sent",
    "Shortcut",
    "Typed",
    "Unreadable",
    "event",
    "interaction",
    "slash",
]


def interaction(payload: object) -> Pressed | Sent | Closed | Shortcut:
    """Raises Unreadable."""
    shape = shaped(payload, shapes.Interaction)
    if shape.type not in _KINDS:
        raise Unreadable("type")
    return _KINDS[shape.type](shape)


def slash(form: object) -> Typed:
    """The fields of a slash command's form, as a mapping. Raises Unreadable."""
    shape = shaped(form, shapes.Typed)
    carried = Carried(response_url=shape.response_url or None, channel=shape.channel_id or None)
    return Typed(team=shape.team_id, user=shape.user_id, trigger=shape.trigger_id, carried=carried, text=shape.text or "")


def event(body: object) -> HomeOpened | LinksShared | Other:
    """An `event_callback`. Raises Unreadable."""
    shape = shaped(body, shapes.Envelope)
    told = shape.event
    if told.type == "app_home_opened" and told.tab in (None, "home"):
        return HomeOpened(shape.team_id, shape.event_id, _there(told.user, "event.user"))
    if told.type == "link_shared":
        urls = tuple(each.url for each in told.links or ())
        channel, message = _there(told.channel, "event.channel"), _there(told.message_ts, "event.message_ts")
        return LinksShared(shape.team_id, shape.event_id, _there(told.user, "event.user"), channel, message, urls)
    return Other(shape.team_id, shape.event_id, told.type)


# --- one kind after the other -------------------------------------------------------------------------------------------------


def _pressed(shape: shapes.Interaction) -> Pressed:
    if not shape.actions:
        raise Unreadable("actions")
    action, view = shape.actions[0], shape.view
    id, value = _action(action)
    carried = _way_back(shape, value)
    return Pressed(
        team=_team(shape),
        user=shape.user.id,
        trigger=shape.trigger_id,
        carried=carried,
        action=id,
        value=value,
        at=action.action_ts or "",
        message=None if view else carried.message,
        ephemeral=bool(shape.container and shape.container.is_ephemeral),
        view=view.id if view else None,
        hash=(view.hash or None) if view else None,
        home=view is not None and view.type == "home",
    )


def _way_back(shape: shapes.Interaction, value: str) -> Carried:
    """From a message by itself; from a view by what it carried there."""
    box, channel, message = shape.container or shapes.Container(), shape.channel, shape.message
    before = _carried(shape.view) if shape.view else Carried()
    return Carried(
        value=value,
        response_url=shape.response_url or before.response_url,
        channel=box.channel_id or (channel.id if channel else None) or before.channel,
        thread=box.thread_ts or (message.thread_ts if message else None) or before.thread,
        message=box.message_ts or (message.ts if message else None) or before.message,
    )


def _action(action: shapes.Action) -> tuple[str, str]:
    """In the menu the option's value says which action it is, and on what."""
    if action.action_id != MENU or action.selected_option is None:
        return action.action_id, action.value or ""
    id, _, value = action.selected_option.value.partition(" ")
    return _there(id, "actions[0].selected_option.value"), value


def _sent(shape: shapes.Interaction) -> Sent:
    view = _view(shape)
    return Sent(
        team=_team(shape),
        user=shape.user.id,
        trigger=shape.trigger_id,
        carried=_carried(view),
        action=_there(view.callback_id, "view.callback_id"),
        view=view.id,
        hash=view.hash or "",
        answers=dict(_answers(view.state or shapes.State())),
        inputs=tuple(each.block_id for each in view.blocks or () if each.type == "input" and each.block_id),
    )


def _answers(state: shapes.State) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Every input by its field, an empty one too, so that a mistake finds its place."""
    for inputs in (state.values or {}).values():
        for field, held in inputs.items():
            if held.selected_options is not None:
                yield field, tuple(each.value for each in held.selected_options if each.value != NOTHING)
            else:
                yield field, _one(held)


def _one(held: shapes.StateValue) -> str:
    if held.selected_option is not None:
        return "" if held.selected_option.value == NOTHING else held.selected_option.value
    if held.selected_date_time is not None:
        return str(held.selected_date_time)
    return held.selected_date or held.selected_time or held.value or ""


def _closed(shape: shapes.Interaction) -> Closed:
    view = _view(shape)
    return Closed(team=_team(shape), user=shape.user.id, carried=_carried(view), action=view.callback_id or "", view=view.id)


def _shortcut(shape: shapes.Interaction) -> Shortcut:
    message = shape.message
    if message is None:
        raise Unreadable("message")
    return Shortcut(
        team=_team(shape),
        user=shape.user.id,
        trigger=_there(shape.trigger_id, "trigger_id"),
        carried=Carried(
            response_url=shape.response_url or None,
            channel=shape.channel.id if shape.channel else None,
            thread=message.thread_ts,
            message=message.ts or shape.message_ts,
        ),
        action=_there(shape.callback_id, "callback_id"),
        text=html.unescape(message.text or ""),
        key=_key(message),
    )


def _key(message: shapes.Message) -> str | None:
    metadata = message.metadata
    ours = metadata.event_payload if metadata and metadata.event_type == METADATA else None
    key = (ours or {}).get("key")
    return key if isinstance(key, str) else None


_KINDS: dict[str, Callable[[shapes.Interaction], Pressed | Sent | Closed | Shortcut]] = {
    "block_actions": _pressed,
    "view_submission": _sent,
    "view_closed": _closed,
    "message_action": _shortcut,
}

# --- small parts --------------------------------------------------------------------------------------------------------------


def _team(shape: shapes.Interaction) -> str:
    """An organisation's own installation names no team but that of the person."""
    team = shape.team.id if shape.team else shape.user.team_id or (shape.view.team_id if shape.view else None)
    return _there(team, "team")


def _view(shape: shapes.Interaction) -> shapes.View:
    if shape.view is None:
        raise Unreadable("view")
    return shape.view


def _carried(view: shapes.View) -> Carried:
    try:
        return unpacked(view.private_metadata or "")
    except ValueError:
        raise Unreadable("view.private_metadata") from None


def _there(found: str | None, where: str) -> str:
    if not found:
        raise Unreadable(where)
    return found
