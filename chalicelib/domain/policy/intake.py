"""Which reports EVR is for, what the call handler is shown, and when the service is open."""

from datetime import timedelta

from .kinds import ClockTime, Code, Day, Digit, GradeCode, Section, Switch, Weekday, Words


class Grade(Section, frozen=True):
    """A grade of response that is in scope.

    `target` runs from the time reported to *arrived*, the link sent; 48 h for Grade 3 in Dorset, other forces differ
    (College of Policing, EVR practice page).
    """

    target: timedelta


class Scope(Section, frozen=True):
    """Which incidents are offered EVR, by grade and type.

    `type_names` lists every incident type the force uses, with its wording. `types_in_scope` empty means every type.
    Offence lists differ by force, hence policy (DOMAIN.md).
    """

    grades: dict[GradeCode, Grade]
    type_names: dict[Code, Words]
    types_in_scope: tuple[Code, ...] = ()
    types_excluded: tuple[Code, ...] = ()

    def includes(self, grade: str, kind: str) -> bool:
        """Say whether an incident of this grade and type is to be offered EVR."""
        return grade in self.grades and self.has_type(kind)

    def target(self, grade: str) -> timedelta | None:
        """Give the response target of a grade, None when the grade is not in scope."""
        found = self.grades.get(grade)
        return found.target if found else None

    def has_type(self, kind: str) -> bool:
        """Say whether incidents of this type are in scope, whatever their grade."""
        return kind not in self.types_excluded and (not self.types_in_scope or kind in self.types_in_scope)


class Prompt(Section, frozen=True):
    """What the call handler is shown when a report is in scope.

    The script is fixed and read out, line by line; a victim is offered EVR, never told to take it. Not offering needs a
    reason, for handlers hesitate for fear of a wrong judgement (College of Policing, EVR practice page).
    `questions` words the seven of `codes.ELIGIBILITY_QUESTIONS` so that "yes" means EVR is possible.
    `offer_recorded_within`: from the report until it counts as never asked (decision of this project).
    """

    title: Words
    script: tuple[Words, ...]
    questions: dict[Code, Words]
    not_offered_reasons: dict[Code, Words]
    offer_recorded_within: timedelta


class Trial(Section, frozen=True):
    """The trial a force may run: incidents whose number ends in a control digit go the usual way.

    Dorset allotted by the last digit of the incident number (College of Policing, EVR practice page).
    """

    running: Switch
    control_digits: tuple[Digit, ...] = ()


class Hours(Section, frozen=True):
    """Opening hours in local time (Europe/London); "00:00" to "24:00" is all day.

    Dorset: 08:00-22:00 every day (College of Policing, EVR practice page).
    """

    opens: ClockTime
    closes: ClockTime
    days: tuple[Weekday, ...]


class Holidays(Section, frozen=True):
    """Corrections to the bank holidays of England and Wales that `domain/calendar.py` computes.

    `extra` adds days (a coronation), `dropped` removes them (a holiday moved by proclamation).
    """

    extra: tuple[Day, ...] = ()
    dropped: tuple[Day, ...] = ()
