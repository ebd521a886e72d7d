"""What the doctor says: what is wrong with the set-up, and how to mend it. No secret, and nobody's name."""

from __future__ import annotations

from msgspec import Struct

from ...domain.calendar import LONDON
from ...outbound.troubles import Trouble


class Finding(Struct, frozen=True):
    """One thing that is wrong."""

    wrong: str
    mend: str


SETUP = "https://api.slack.com/apps"
_ROSTER = "Correct the officer's chat account on the roster (PUT /v1/officers/{id}, field chat.slack)."
_REINSTALL = f"Bring the app's manifest up to infra/slack-manifest.yaml at {SETUP}, then reinstall it to the workspace."
_TOKEN = f"Copy the Bot User OAuth Token from {SETUP} (Install App) into the secret, as bot_token."
_INVITE = "Invite it there: /invite @EVR"
_UNARCHIVE = "Unarchive the channel, or name another one in the force's policy and deploy."
_PASSES = "See https://slack-status.com. The cards catch up by themselves."

#: By Slack's code (or the worker's own word), whatever was being done when it came.
MEND = {
    "invalid_auth": _TOKEN,
    "not_authed": _TOKEN,
    "token_revoked": _TOKEN,
    "token_expired": "Turn token rotation off for the app: the service keeps one token. Then reinstall it and renew the secret.",
    "account_inactive": f"The app was removed from the workspace. Install it again at {SETUP} and renew the secret.",
    "missing_scope": _REINSTALL,
    "not_allowed_token_type": _TOKEN,
    "no_permission": _REINSTALL,
    "ekm_access_denied": "The workspace's own encryption keys do not let the app in; ask whoever keeps them.",
    "channel_not_found": f"If the channel is private, the app may not be in it. {_INVITE}. Else correct the force's policy.",
    "not_in_channel": _INVITE,
    "is_archived": _UNARCHIVE,
    "restricted_action": "The channel's posting permissions exclude apps: allow the app to post (Channel settings, Permissions).",
    "messages_tab_disabled": f"Direct messages to the app are off: turn the Messages Tab on (App Home) at {SETUP}.",
    "user_not_found": _ROSTER,
    "user_not_visible": _ROSTER,
    "user_disabled": _ROSTER,
    "cannot_dm_bot": _ROSTER,
    "unanswered": _PASSES,
    "rate_limited": _PASSES,
}
_ELSE = (
    "Look the code up at https://docs.slack.dev/reference/methods. If it speaks of blocks or arguments, EVR is at fault: report it."
)


def mend(code: str) -> str:
    front = "restricted_action" if code.startswith("restricted_action") else code
    return MEND.get(front, _ELSE)


def no_secret(why: str) -> Finding:
    said = 'Put {"signing_secret": "...", "bot_token": "xoxb-...", "app_id": "A..."} into it (docs/chat-slack.md, "The secret").'
    return Finding(f"The secret cannot be used: {why}.", said)


def no_answer(why: str) -> Finding:
    return Finding(f"Slack does not answer ({why}).", _PASSES)


def refused(doing: str, code: str) -> Finding:
    return Finding(f"{doing}: Slack says {code}.", mend(code))


def other_workspace(ours: str, theirs: str) -> Finding:
    return Finding(
        f"The token is for the workspace {theirs}, the force's policy names {ours}.",
        "Correct chat.slack.workspace in the policy and deploy, or install the app in the right workspace and renew the secret.",
    )


def other_app(ours: str, theirs: str) -> Finding:
    return Finding(
        f"The token belongs to the app {theirs}, the secret names {ours}.",
        f"Take app_id, signing_secret and bot_token all from the same app at {SETUP}.",
    )


def missing_scopes(names: str) -> Finding:
    return Finding(f"Scopes that were not granted: {names}.", _REINSTALL)


def needless_scopes(names: str) -> Finding:
    return Finding(f"Scopes that EVR does not use: {names}.", _REINSTALL)


def channel(role: str, id: str, code: str) -> Finding:
    return Finding(f"The channel {id} ({role}): {_STATES.get(code, f'Slack says {code}')}.", mend(code))


_STATES = {
    "is_archived": "is archived",
    "not_in_channel": "the app is not in it",
    "channel_not_found": "there is none that the app could see",
}


def no_account(officers: str) -> Finding:
    return Finding(f"On the roster, without a Slack account: {officers}.", _ROSTER)


def account(officer: str, id: str, code: str) -> Finding:
    said = {"user_not_found": "does not exist in the workspace", "user_disabled": "is deactivated", "cannot_dm_bot": "is a bot"}
    return Finding(f"The Slack account {id} of {officer} {said.get(code, f'cannot be used ({code})')}.", mend(code))


def shared_account(id: str, officers: str) -> Finding:
    return Finding(f"The Slack account {id} stands for several people: {officers}.", _ROSTER)


def not_reached(url: str, why: str) -> Finding:
    return Finding(
        f"The request URL {url} was not reached ({why}).", "Look whether the API is deployed and its domain works: GET /health."
    )


def not_accepted(url: str, status: int) -> Finding:
    return Finding(
        f"The request URL {url} answered a request signed with the force's secret with HTTP {status}.",
        "Wait a minute if the secret was just changed. Else look for 'chat not configured' in the log of evr-api.",
    )


def open_to_all(url: str) -> Finding:
    return Finding(
        f"The request URL {url} took a request with a wrong signature.", "This is not EVR, or a fault of EVR's: report it."
    )


def trouble(found: Trouble) -> Finding:
    since, last = (f"{moment.astimezone(LONDON):%-d %B %Y %H:%M}" for moment in (found.since, found.last))
    return Finding(f"Cards do not hang in {found.channel} since {since}, tried last {last}: {found.code}.", mend(found.code))
