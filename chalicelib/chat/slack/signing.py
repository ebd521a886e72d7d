"""Whose request is it? The force follows from the signing secret that fits, before anything of the body is parsed.

Each force has a Slack app of its own, and so a secret of its own. Which workspace's identifier occurs in the raw bytes only says
which secret is tried first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from ...domain.policy.chat import Workspace
from .secrets import NotConfigured, Secret, SecretsDown

PLATFORM = "slack"
#: Twice Slack's largest payload that we know of (a modal with every input filled); API Gateway's own limit is 10 MB.
LARGEST_BODY = 1024 * 1024


class Signed(Struct, frozen=True):
    """A request that came from Slack: for which force, and in which workspace it has to be about."""

    force: str
    workspace: Workspace
    secret: Secret


class NotSigned(Exception):
    """The signature is missing, wrong or older than five minutes."""


Find = Callable[[str], Secret]


def signed(
    body: bytes,
    headers: Mapping[str, str],
    workspaces: Mapping[str, Workspace],
    find: Find,
    again: Find,
    trouble: Callable[[str, str], None],
) -> Signed:
    """Find the force whose app sent this. `find` gives a secret as it is kept, `again` as it is now; `trouble(force, why)` hears of
    a secret that cannot be used.

    Raises NotSigned, and SecretsDown when the signature could not be checked against every secret.
    """
    text = _text(body, headers)
    down: SecretsDown | None = None
    for get in (find, again):
        for force, workspace in _likely_first(body, workspaces):
            try:
                secret = get(workspace.secret)
            except NotConfigured as mistake:
                if get is again:  # only when nothing fits: another force's trouble is not this one's
                    trouble(force, str(mistake))
                continue
            except SecretsDown as error:
                down = error
                continue
            if any(_fits(text, headers, each) for each in secret.signing):
                return Signed(force, workspace, secret)
    raise down or NotSigned


def _text(body: bytes, headers: Mapping[str, str]) -> str:
    if not headers.get("x-slack-signature") or not headers.get("x-slack-request-timestamp"):
        raise NotSigned
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise NotSigned from None  # Slack signs text, in UTF-8


def _likely_first(body: bytes, workspaces: Mapping[str, Workspace]) -> Iterator[tuple[str, Workspace]]:
    named = [force for force, workspace in workspaces.items() if workspace.workspace.encode() in body]
    for force in dict.fromkeys((*named, *workspaces)):
        yield force, workspaces[force]


def _fits(text: str, headers: Mapping[str, str], secret: str) -> bool:
    from slack_sdk.signature import SignatureVerifier

    try:
        return bool(SignatureVerifier(secret).is_valid(text, headers["x-slack-request-timestamp"], headers["x-slack-signature"]))
    except (ValueError, TypeError, OverflowError):  # a timestamp that is no number, a signature that is not ASCII
        return False
