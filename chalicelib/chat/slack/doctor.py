"""Is the set-up of a force's Slack in order? Each thing that is wrong, with the way to mend it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct

from ...domain.officer import Officer
from ...domain.policy.chat import Workspace
from ...outbound.troubles import Trouble
from ..wall import Gone, Refused, Unanswered, Wait
from . import doctor_words as words
from .calls import Api
from .doctor_words import Finding
from .scopes import SCOPES
from .secrets import Secret
from .signing import PLATFORM

#: The channels that a policy names.
CHANNELS = ("queue", "sergeants", "control_room", "team")
AT_ONCE = 8
_UNSEEN = "unseen"
#: Roles of those who work in chat; others need no account.
_IN_CHAT = frozenset({"officer", "sergeant", "spoc"})


class Patient(Struct, frozen=True, kw_only=True):
    """What is looked at. `api` makes a client for each look, with what time is left; `time_is_up` ends the looking.

    `probe` asks our own request URL as Slack would; None where the doctor's own call has just come that way.
    `troubles`: what keeps cards from hanging at the moment, as the worker has written it down.
    """

    workspace: Workspace
    secret: Secret
    officers: Sequence[Officer]
    api: Callable[[], Api]
    probe: Callable[[Secret], Iterator[Finding]] | None = None
    troubles: Sequence[Trouble] = ()
    time_is_up: Callable[[], bool] = lambda: False


class Examined(Struct, frozen=True):
    """`unseen`: what there was no time for."""

    findings: tuple[Finding, ...]
    unseen: tuple[str, ...] = ()


def examine(patient: Patient) -> Examined:
    """Look at everything; where Slack does not answer, or the token is not good for anything, at what needs neither."""
    findings = [*(patient.probe(patient.secret) if patient.probe else ()), *_mapping(patient.officers)]
    unseen: list[str] = []
    for part in (_identity, _channels, lambda patient: _people(patient, unseen)):
        try:
            findings += part(patient)
        except (Unanswered, Wait) as error:
            findings.append(words.no_answer(str(error)))
            break
        except (Refused, Gone) as error:
            findings.append(words.refused("The token", error.code))
            if error.code != "missing_scope":
                break
    findings += (words.trouble(each) for each in patient.troubles)
    return Examined(tuple(dict.fromkeys(findings)), tuple(unseen))


def _identity(patient: Patient) -> Iterator[Finding]:
    """Workspace, app and scopes of the token. Raises what the wall raises."""
    asked = patient.api().asked("auth.test")
    team, ours = str(asked.told.get("team_id", "")), patient.workspace.workspace
    if team != ours:
        yield words.other_workspace(ours, team)
    granted = frozenset(filter(None, (each.strip() for each in asked.headers.get("x-oauth-scopes", "").split(","))))
    if SCOPES - granted:
        yield words.missing_scopes(", ".join(sorted(SCOPES - granted)))
    if granted - SCOPES:
        yield words.needless_scopes(", ".join(sorted(granted - SCOPES)))
    if "users:read" in granted:
        app = patient.api().call("bots.info", bot=asked.told.get("bot_id"))["bot"].get("app_id", "")
        if app != patient.secret.app_id:
            yield words.other_app(patient.secret.app_id, str(app))


def _channels(patient: Patient) -> Iterator[Finding]:
    roles: dict[str, list[str]] = defaultdict(list)
    for role in CHANNELS:
        roles[getattr(patient.workspace, role)].append(role.replace("_", " "))
    for id, names in roles.items():
        code = _channel_state(patient.api(), id)
        if code:
            yield words.channel(", ".join(names), id, code)


def _channel_state(api: Api, id: str) -> str | None:
    """What is wrong with a channel, as Slack's code; None when nothing is."""
    try:
        found = api.call("conversations.info", channel=id)["channel"]
    except Gone as error:
        return error.code
    if found.get("is_archived"):
        return "is_archived"
    return None if found.get("is_member") else "not_in_channel"


def _mapping(officers: Sequence[Officer]) -> Iterator[Finding]:
    """Who cannot press anything, and who could press for another."""
    lost = [each.id for each in officers if each.roles & _IN_CHAT and PLATFORM not in each.record.chat]
    if lost:
        yield words.no_account(", ".join(lost))
    for id, shared in _accounts(officers).items():
        if len(shared) > 1:
            yield words.shared_account(id, ", ".join(shared))


def _accounts(officers: Sequence[Officer]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for each in officers:
        if each.roles and PLATFORM in each.record.chat:
            found[each.record.chat[PLATFORM]].append(each.id)
    return found


def _people(patient: Patient, unseen: list[str]) -> Iterator[Finding]:
    accounts = sorted(_accounts(patient.officers).items())

    def look(id: str) -> str | None:
        return _UNSEEN if patient.time_is_up() else _account_state(patient.api(), id)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        states = list(pool.map(look, (id for id, _ in accounts)))
    for (id, officers), state in zip(accounts, states, strict=True):
        if state == _UNSEEN:
            unseen += officers
        elif state:
            yield words.account(", ".join(officers), id, state)


def _account_state(api: Api, id: str) -> str | None:
    try:
        user = api.call("users.info", user=id)["user"]
    except Gone as error:
        return error.code
    except (Unanswered, Wait):
        return _UNSEEN
    if user.get("deleted"):
        return "user_disabled"
    return "cannot_dm_bot" if user.get("is_bot") else None
