"""One request of Slack's, checked: for which force, in which workspace, and what it may use to answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from msgspec import Struct

from ...domain.officer import Officer
from ...domain.policy import Policy
from ...service import Deps, who_is
from ..pressing import Asker
from .calls import SLACK, Api
from .post import Budget, Http
from .secrets import NotConfigured, Secrets, SecretsDown
from .sending import Sender, Way
from .signing import PLATFORM, Signed

#: All calls to Slack within one request together.
BUDGET_SECONDS = 2.0


class Ports(Struct, frozen=True, kw_only=True):
    """What the adapter is given; tests pass fakes. `slack_api` ends in a slash. `budget` makes one for a request.

    `link_base` is the address of the victim's page, with `{domain}` where the force's own host goes.
    """

    deps: Deps
    secrets: Secrets
    http: Http
    slack_api: str = SLACK
    link_base: str = "https://{domain}/v"
    budget: Callable[[], Budget] = lambda: Budget(BUDGET_SECONDS)


class Turn:
    """One request. `api` shares one budget over all its calls; `failed`: a fault of ours was noted."""

    def __init__(self, ports: Ports, signed: Signed) -> None:
        self.ports, self.signed, self.force, self.failed = ports, signed, signed.force, False
        self.api = self.new_api(ports.budget())

    @property
    def deps(self) -> Deps:
        return self.ports.deps

    @property
    def policy(self) -> Policy:
        return self.deps.policies[self.force]

    def new_api(self, budget: Budget) -> Api:
        return Api(self.signed.secret.bot_token, self.ports.http, budget, self.ports.slack_api)

    def sender(self, way: Way) -> Sender:
        return Sender(self.api, self.force, way)

    def asker(self, user: str) -> Asker | None:
        """Who is behind an account; None for nobody. Raises Unavailable."""
        officer: Officer | None = who_is(self.deps, self.force, PLATFORM, user)
        return Asker(self.force, officer, PLATFORM, self.ports.link_base) if officer else None


def ports() -> Ports:
    """The ports on AWS. Secrets and connections are kept for the process; `deps` is the API's own."""
    from ... import settings, wiring

    wired = settings.settings()
    return Ports(deps=wiring.deps(), secrets=secrets(), http=_http(), slack_api=wired.slack_api or SLACK, link_base=wired.link_base)


@cache
def secrets() -> Secrets:
    from ... import wiring

    return Secrets(lambda name: str(wiring.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]))


@cache
def _http() -> Http:
    return Http()


__all__ = ["NotConfigured", "Ports", "SecretsDown", "Turn", "ports", "secrets"]
