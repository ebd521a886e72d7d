"""The wall of a force, for the chat worker."""

from __future__ import annotations

from ...outbound import noting
from ...store.rows import Unavailable
from ..wall import Wall
from .calls import Api
from .post import Budget
from .secrets import NotConfigured, SecretsDown
from .signing import PLATFORM
from .turn import Ports, ports
from .web import SlackWall

#: One call of the worker's. It has 30 s, and stops beginning new ones in time.
SECONDS = 8.0


def wall(force: str, given: Ports | None = None) -> Wall | None:
    """None for a force without Slack, or whose secret cannot be used; that is noted. Raises Unavailable."""
    wired = given or ports()
    workspace = wired.deps.policies[force].chat.get(PLATFORM)
    if workspace is None:
        return None
    try:
        secret = wired.secrets.find(workspace.secret)
    except NotConfigured as mistake:
        noting.log("chat not configured", level="error", force=force, why=str(mistake))
        return None
    except SecretsDown as error:
        raise Unavailable(str(error)) from error
    api = Api(secret.bot_token, wired.http, Budget(float("inf"), each=SECONDS), wired.slack_api)
    return SlackWall(api, secret.app_id, force)
