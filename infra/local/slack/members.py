"""Who is in a force's workspace, and in which of its channels: everybody on the roster of the sample people, and our bot."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from chalicelib.domain.policy.chat import Workspace as Where
from chalicelib.policies import load_policies
from infra.local import people
from infra.local.slack.manifest import manifest

_EVERYWHERE = {"administrator"}
#: Which roles belong in which of the policy's channels, and what the channel is called and for.
_CHANNELS = (
    ("queue", "evr-queue", "Every job, as it stands", {"officer", "sergeant", "spoc"}),
    ("sergeants", "evr-sergeants", "Suitability, evidential reviews, questions of officers", {"sergeant"}),
    ("control_room", "control-room", "Offers to record, emergencies", {"spoc", "call_handler"}),
    ("team", "evr-team", "For everybody, and the daily summary", {"officer", "sergeant", "spoc", "analyst"}),
)


class Member(Struct, frozen=True):
    """Somebody with an account in the workspace. `staff` is their identifier on the roster; the bot has none."""

    id: str
    name: str
    staff: str
    does: str = ""

    @property
    def handle(self) -> str:
        """The short name, as Slack has one for everybody."""
        return (self.staff or self.name).lower()


class Channel(Struct, frozen=True):
    """A channel, or (`im`) the direct messages of one person with the bot."""

    id: str
    name: str
    purpose: str
    members: frozenset[str]
    im: bool = False


def forces() -> list[str]:
    """The forces that chat on Slack."""
    return sorted(force for force, policy in load_policies().items() if "slack" in policy.chat)


def where(force: str) -> Where:
    """The workspace of one of these forces."""
    return load_policies()[force].chat["slack"]


def user_id(staff: str) -> str:
    """The account of somebody on the roster, the same for ever: PC2211 is U0PC2211."""
    return f"U0{''.join(filter(str.isalnum, staff)).upper()}"


def im_id(user: str) -> str:
    """The channel of a person's direct messages with the bot."""
    return f"D{user[1:]}"


def bot_user(force: str) -> str:
    return f"U0BOT{force[:6].upper()}"


def bot_id(force: str) -> str:
    return f"B0{force[:7].upper()}"


def members(force: str) -> dict[str, Member]:
    """Everybody in the workspace, by account."""
    bot = Member(bot_user(force), manifest().name, "", "app")
    known = (Member(user_id(person.id), person.name, person.id, person.does) for person in people.roster(force))
    return {member.id: member for member in (bot, *known)}


def channels(force: str) -> dict[str, Channel]:
    """The policy's channels with their members, and a direct channel for each person. One channel may serve several purposes."""
    found: dict[str, Channel] = {}
    for channel in (*_shared(force), *_direct(force)):
        known = found.get(channel.id)
        found[channel.id] = channel if known is None else _both(known, channel)
    return found


def _shared(force: str) -> Iterator[Channel]:
    workspace = where(force)
    for purpose, name, topic, roles in _CHANNELS:
        inside = (person for person in people.roster(force) if (roles | _EVERYWHERE) & set(person.roles))
        yield Channel(
            getattr(workspace, purpose), name, topic, frozenset((bot_user(force), *(user_id(each.id) for each in inside)))
        )


def _direct(force: str) -> Iterator[Channel]:
    for user in members(force):
        if user != bot_user(force):
            yield Channel(im_id(user), "directmessage", "", frozenset((bot_user(force), user)), im=True)


def _both(first: Channel, second: Channel) -> Channel:
    return Channel(first.id, first.name, f"{first.purpose}. {second.purpose}", first.members | second.members)
