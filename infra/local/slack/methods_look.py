"""auth, bots, team, users and conversations: who and what is there."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, TypeVar

from infra.local.slack import members as who
from infra.local.slack.arguments import Arguments
from infra.local.slack.installed import Installed
from infra.local.slack.manifest import manifest
from infra.local.slack.members import Channel, Member
from infra.local.slack.messages import Message
from infra.local.slack.refusing import SlackError
from infra.local.slack.stamps import in_microseconds

Answered = dict[str, Any]
_T = TypeVar("_T")
_AT_MOST, _USUALLY = 999, 100


def auth_test(app: Installed, given: Arguments) -> Answered:
    names = {"url": f"https://{app.domain}.slack.com/", "team": app.domain, "user": manifest().name.lower()}
    return names | {"team_id": app.team, "user_id": app.workspace.bot, "bot_id": who.bot_id(app.force)}


def bots_info(app: Installed, given: Arguments) -> Answered:
    id = who.bot_id(app.force)
    if given.text("bot", required=False) not in ("", id):
        raise SlackError("bot_not_found")
    about = {"id": id, "app_id": app.secret.app_id, "name": manifest().name, "user_id": app.workspace.bot, "deleted": False}
    return {"bot": about}


def team_info(app: Installed, given: Arguments) -> Answered:
    if given.text("team", required=False) not in ("", app.team):
        raise SlackError("team_not_found")
    return {"team": {"id": app.team, "name": app.domain, "domain": app.domain}}


def users_info(app: Installed, given: Arguments) -> Answered:
    return {"user": _user(app, app.workspace.member(given.text("user")))}


def users_list(app: Installed, given: Arguments) -> Answered:
    found, following = _page([_user(app, each) for each in app.workspace.members.values()], given)
    return {"members": found, **following}


def conversations_info(app: Installed, given: Arguments) -> Answered:
    channel = app.workspace.channel(given.text("channel"))
    about = {"id": channel.id, "is_im": channel.im, "is_archived": channel.id in app.workspace.archived}
    if channel.im:
        user = next(iter(channel.members - {app.workspace.bot}))
        return {"channel": about | {"user": user, "is_open": True}}
    is_member = app.workspace.bot in channel.members
    named = {"name": channel.name, "is_channel": True, "is_private": False, "is_member": is_member}
    return {"channel": about | named | {"topic": {"value": channel.purpose}, "purpose": {"value": channel.purpose}}}


def conversations_members(app: Installed, given: Arguments) -> Answered:
    found, following = _page(sorted(app.workspace.channel(given.text("channel")).members), given)
    return {"members": found, **following}


def conversations_open(app: Installed, given: Arguments) -> Answered:
    """The direct messages of one person with the bot."""
    if given.text("channel", required=False):
        channel = app.workspace.channel(given.text("channel"))
        if not channel.im:
            raise SlackError("method_not_supported_for_channel_type")
    else:
        users = given.text("users", required=False)
        if not users or "," in users:
            raise SlackError("users_list_not_supplied" if not users else "not_enough_users")
        channel = app.workspace.channel(who.im_id(app.someone(users)))
    return {"channel": {"id": channel.id}, "no_op": True, "already_open": True}


def conversations_history(app: Installed, given: Arguments) -> Answered:
    """Newest first; the replies of threads are not in it."""
    found = app.workspace.messages.history(_ours(app, given).id)
    return _messages(found, given)


def conversations_replies(app: Installed, given: Arguments) -> Answered:
    """Oldest first; the message itself leads."""
    found = app.workspace.messages.thread(_ours(app, given).id, given.text("ts"))
    return _messages(found, given, keep=found[:1])


def _messages(found: Sequence[Message], given: Arguments, keep: Sequence[Message] = ()) -> Answered:
    since, until = _moment(given, "oldest", 0), _moment(given, "latest", 1 << 62)
    edge = 0 if given.flag("inclusive") else 1
    within = [each for each in found if each in keep or since + edge <= in_microseconds(each["ts"]) <= until - edge]
    page, following = _page(within, given)
    with_metadata = given.flag("include_all_metadata")
    shown = [each if with_metadata else {k: v for k, v in each.items() if k != "metadata"} for each in page]
    return {"messages": shown, "has_more": bool(following), **following}


def _moment(given: Arguments, name: str, otherwise: int) -> int:
    text = given.text(name, required=False)
    try:
        return in_microseconds(text) if text else otherwise
    except ValueError:
        raise SlackError(f"invalid_ts_{name}") from None


def _ours(app: Installed, given: Arguments) -> Channel:
    channel = app.workspace.channel(given.text("channel"))
    if app.workspace.bot not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _user(app: Installed, member: Member) -> Answered:
    is_bot = member.id == app.workspace.bot
    names = {"name": member.handle, "real_name": member.name}
    profile = {"real_name": member.name, "display_name": f"{member.staff} {member.name}".strip(), "title": member.does}
    about = {"id": member.id, "team_id": app.team, "deleted": False, "tz": "Europe/London", "is_bot": is_bot}
    return about | names | {"profile": profile}


def _page(found: Sequence[_T], given: Arguments) -> tuple[list[_T], Answered]:
    """One page, and what leads to the next."""
    limit = given.number("limit", _USUALLY, _AT_MOST)
    at = _position(given.text("cursor", required=False))
    page = list(found[at : at + limit])
    if at + limit >= len(found):
        return page, {}
    return page, {"response_metadata": {"next_cursor": base64.b64encode(f"at:{at + limit}".encode()).decode()}}


def _position(cursor: str) -> int:
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("at:")) if cursor else 0
    except ValueError:
        raise SlackError("invalid_cursor") from None
