"""The whole policy of a force."""

from .chat import Reminding, Workspace
from .contact import Cad, LinkRules, PageWords, Texts
from .evidence import Evidence
from .intake import Holidays, Hours, Prompt, Scope, Trial
from .kinds import Code, Language, Section, TypeOrAny, Version, Words
from .record import Audit, Outcomes, Reasons, Retention
from .statement import StatementTemplate
from .video import Video
from .work import Response, Review, Risk, Teams, VictimCare


class Policy(Section, frozen=True, kw_only=True):
    """What a force has decided, as its `infra/policies/<force>.toml` says; every decision stores `version`.

    languages: those that texts are sent in, the default first. flags: every flag a report may carry, code to words.
    checklist: what was done in the call, code to words. checklist_required: incident type ("*": all) to the codes that
    must be answered, done or not needed, before the record is submitted. statements: kind to its template; a force
    without any takes its statements elsewhere. chat: platform to workspace.
    pages: language to the force's own words there.
    """

    force: Code
    name: Words
    version: Version
    languages: tuple[Language, ...]
    scope: Scope
    flags: dict[Code, Words]
    prompt: Prompt
    trial: Trial
    hours: Hours
    holidays: Holidays = Holidays()
    response: Response
    risk: Risk
    review: Review
    victim: VictimCare
    link: LinkRules
    texts: Texts
    pages: dict[Language, PageWords] = {}  # noqa: RUF012 - msgspec gives each its own
    outcomes: Outcomes
    reasons: Reasons
    checklist: dict[Code, Words]
    checklist_required: dict[TypeOrAny, tuple[Code, ...]]
    cad: Cad
    teams: Teams
    retention: Retention
    audit: Audit
    evidence: Evidence
    statements: dict[Code, StatementTemplate] = {}  # noqa: RUF012 - msgspec gives each its own
    chat: dict[Code, Workspace] = {}  # noqa: RUF012 - msgspec gives each its own
    reminding: Reminding = Reminding()
    video: Video = Video()
