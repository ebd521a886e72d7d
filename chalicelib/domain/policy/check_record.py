"""Checks of outcomes, reasons, the checklist and retention."""

from .checking import Check, Mistakes, empty, missing, repeated, unknown
from .codes import ANY_TYPE, CHECKLIST
from .intake import Scope
from .record import Outcomes, Reasons, Retention
from .statement import StatementTemplate


def _outcomes(outcomes: Outcomes) -> Mistakes:
    for name, codes in (("positive", outcomes.positive), ("withdrawal", outcomes.withdrawal)):
        yield from empty(f"outcomes.{name}", codes, "outcome")
        yield from repeated(f"outcomes.{name}", codes)
        yield from unknown(f"outcomes.{name}", codes, outcomes.names, "outcome")
    for code in outcomes.withdrawal:
        if code in outcomes.positive:
            yield "outcomes.withdrawal", f'"{code}" is positive as well'


def _reasons(reasons: Reasons) -> Mistakes:
    for name in reasons.__struct_fields__:
        yield from empty(f"reasons.{name}", getattr(reasons, name), "reason")


def _checklist(checklist: dict[str, str]) -> Mistakes:
    yield from missing("checklist", CHECKLIST, checklist)


def _required(required: dict[str, tuple[str, ...]], checklist: dict[str, str], scope: Scope) -> Mistakes:
    for kind, codes in required.items():
        path = f"checklist_required.{kind}"
        yield from unknown(path, [kind], (*scope.type_names, ANY_TYPE), "incident type")
        yield from unknown(path, codes, checklist, "item of the checklist")
        yield from repeated(path, codes)


def _retention(retention: Retention) -> Mistakes:
    yield from unknown("retention.default_group", [retention.default_group], retention.groups, "group")


def _statements(statements: dict[str, StatementTemplate]) -> Mistakes:
    for kind, template in statements.items():
        path = f"statements.{kind}"
        yield from unknown(f"{path}.required", template.required, template.particulars, "particular")
        yield from repeated(f"{path}.required", template.required)
        yield from missing(f"{path}.particulars", ["name"], template.particulars)


CHECKS: tuple[Check, ...] = (
    (("outcomes",), _outcomes),
    (("reasons",), _reasons),
    (("checklist",), _checklist),
    (("checklist_required", "checklist", "scope"), _required),
    (("retention",), _retention),
    (("statements",), _statements),
)
