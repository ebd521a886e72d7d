"""Checks of which reports EVR is for, what the call handler is shown, and the opening hours."""

from .checking import Check, Mistakes, empty, not_exactly, repeated, unknown
from .codes import ELIGIBILITY_QUESTIONS
from .intake import Holidays, Hours, Prompt, Scope, Trial


def _scope(scope: Scope) -> Mistakes:
    yield from empty("scope.grades", scope.grades, "grade")
    yield from empty("scope.type_names", scope.type_names, "incident type")
    for name, types in (("types_in_scope", scope.types_in_scope), ("types_excluded", scope.types_excluded)):
        yield from unknown(f"scope.{name}", types, scope.type_names, "incident type")
        yield from repeated(f"scope.{name}", types)
    for kind in scope.types_excluded:
        if kind in scope.types_in_scope:
            yield "scope.types_excluded", f'"{kind}" is in scope as well'
    if not any(scope.has_type(kind) for kind in scope.type_names):
        yield "scope", "no incident type is in scope"


def _prompt(prompt: Prompt) -> Mistakes:
    yield from empty("prompt.script", prompt.script, "line to read out")
    yield from not_exactly("prompt.questions", ELIGIBILITY_QUESTIONS, prompt.questions)
    yield from empty("prompt.not_offered_reasons", prompt.not_offered_reasons, "reason")


def _trial(trial: Trial) -> Mistakes:
    digits = trial.control_digits
    yield from repeated("trial.control_digits", digits)
    if trial.running and not digits:
        yield "trial.control_digits", "expected at least one digit while the trial is running"
    if set(digits) == set(range(10)):
        yield "trial.control_digits", "all ten digits leave nobody to be offered EVR"


def _hours(hours: Hours) -> Mistakes:
    if hours.opens >= hours.closes:
        yield "hours.closes", f'expected a time after the opening at {hours.opens}, got "{hours.closes}"'
    yield from empty("hours.days", hours.days, "day")
    yield from repeated("hours.days", hours.days)


def _holidays(holidays: Holidays) -> Mistakes:
    for day in holidays.extra:
        if day in holidays.dropped:
            yield "holidays.dropped", f"{day} is an extra holiday as well"


def _languages(languages: tuple[str, ...]) -> Mistakes:
    yield from empty("languages", languages, "language")
    yield from repeated("languages", languages)


CHECKS: tuple[Check, ...] = (
    (("languages",), _languages),
    (("scope",), _scope),
    (("prompt",), _prompt),
    (("trial",), _trial),
    (("hours",), _hours),
    (("holidays",), _holidays),
)
