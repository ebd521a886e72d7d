"""The officer's page and its scripts, and what that page asks for beside the room itself.

The page is the same for everybody; who may see what is found out by the token that it gets at the force's identity provider.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from chalice.app import Blueprint, Response
from msgspec import Meta, Struct

from .. import settings
from ..domain.refusals import Refusal
from ..domain.words import Words
from ..service import job as jobs
from ..service import sealed
from ..service.reporting import Person
from .hosts import call_hosts, evidence_origin, origin
from .operation import Asked
from .pages import policy_of, secured
from .routes import Api, current

blueprint = Blueprint(__name__)
api = Api(blueprint, "officer")

_SEEING = (403, 404, 409, 422)


@blueprint.route("/officer", methods=["GET", "HEAD"])
def page() -> Response:
    """The page of the force whose host it is; which job is meant stands in the fragment and is not sent here."""
    from ..web.officer import rendering

    policy = policy_of(current.get())
    identity = settings.settings().identity.get(policy.force) if policy else None
    made = rendering.page(policy, identity)
    connect = " ".join(("'self'", *_asked_by_the_page(identity), *call_hosts(policy)))
    return Response(made.html, secured("text/html", made.style, connect), 200)


@blueprint.route("/officer/page.js", methods=["GET", "HEAD"])
def script() -> Response:
    """The page's script."""
    from ..web import bundle

    return Response(bundle.script(bundle.OFFICER), secured("text/javascript"), 200)


@blueprint.route("/officer/timer.js", methods=["GET", "HEAD"])
def timer() -> Response:
    """The worker that keeps the recording's time: a page in the background is not called often enough."""
    from ..web import bundle

    return Response(bundle.script(bundle.TIMER), secured("text/javascript"), 200)


def _asked_by_the_page(identity: settings.Identity | None) -> tuple[str, ...]:
    """The origins that the page asks beside its own: the identity provider's, and the evidence bucket's."""
    if identity is None or identity.client_id is None:
        return ()
    return tuple(dict.fromkeys((*map(origin, (identity.issuer, *identity.origins)), evidence_origin())))


class Own(Struct, frozen=True, omit_defaults=True):
    """Who asks, and the job that they hold, if any."""

    you: str
    reference: str | None = None


@api.operation("GET", "/v1/job", scopes=("staff",), answer=Own, refusals=(403,))
def own_job(asked: Asked) -> Own | Refusal:
    """Which job the token's officer holds."""
    found = jobs.held_by(asked.deps, asked.caller)
    return found if isinstance(found, Refusal) else Own(asked.caller.id, found.job)


@api.operation("GET", "/v1/incidents/{reference}/job", scopes=("staff",), answer=jobs.Job, refusals=(403, 404))
def job(asked: Asked) -> jobs.Job | Refusal:
    """A job as its holder's page shows it; of a job of somebody else only who holds it, and how far it is."""
    return jobs.look(asked.deps, asked.caller, asked.path["reference"])


class Wanted(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`why`: asked of whoever does not hold the job, where the force wants it."""

    why: Words | None = None


class Details(Struct, frozen=True, omit_defaults=True):
    """The victim and what was reported; nothing once it was disposed of."""

    person: Person | None = None


@api.operation("POST", "/v1/incidents/{reference}/details", scopes=("staff",), body=Wanted, answer=Details, refusals=_SEEING)
def details(asked: Asked) -> Details | Refusal:
    """Show the victim's details; the showing is logged first. For: officer, sergeant, spoc, records."""
    found = sealed.sealed_person(asked.deps, asked.caller, asked.path["reference"], asked.body.why)
    return found if isinstance(found, Refusal) else Details(found.person)


class WantedWords(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`what` was written: one of the kinds that docs/api.md names. `number`: of which update; else the newest."""

    what: Annotated[str, Meta(pattern=f"^({'|'.join(sealed.KINDS)})\\Z")]
    number: Annotated[int, Meta(ge=1)] | None = None
    why: Words | None = None


class WrittenWords(Struct, frozen=True):
    """What was written, when and by whom; no texts once they were disposed of."""

    texts: tuple[str, ...]
    at: datetime
    by: str


@api.operation(
    "POST", "/v1/incidents/{reference}/words", scopes=("staff",), body=WantedWords, answer=WrittenWords, refusals=_SEEING
)
def written(asked: Asked) -> WrittenWords | Refusal:
    """Show one text about the incident; the showing is logged first. For: officer, sergeant, spoc, records."""
    body: WantedWords = asked.body
    found = sealed.sealed_words(asked.deps, asked.caller, asked.path["reference"], body.what, body.why, body.number)
    return found if isinstance(found, Refusal) else WrittenWords(found.texts, found.at, found.by)
