"""What is recorded, in which words, and for how long."""

from datetime import timedelta

from .kinds import Code, Count, OutcomeCode, Section, Switch, Words


class Outcomes(Section, frozen=True):
    """Crime outcomes by their Home Office number, and which of them count as what.

    There is no single definition of a positive outcome, so `version` travels with every figure (DOMAIN.md).
    withdrawal: 14 and 16, the College of Policing's "victim withdrawal".
    """

    version: Words
    names: dict[OutcomeCode, Words]
    positive: tuple[OutcomeCode, ...]
    withdrawal: tuple[OutcomeCode, ...]


class Reasons(Section, frozen=True):
    """The reasons that staff may choose, code to words, by what they explain.

    release: an officer gives a job back to the queue. returned: it goes to the usual dispatch channel.
    recall: the control room takes it back. escalate: it becomes an emergency. review_pause: a review waits.
    """

    release: dict[Code, Words]
    returned: dict[Code, Words]
    recall: dict[Code, Words]
    escalate: dict[Code, Words]
    review_pause: dict[Code, Words]


class RetentionGroup(Section, frozen=True):
    """A group of records under the management of police information, and the years until they are looked at again."""

    name: Words
    review_after_years: Count


class Retention(Section, frozen=True):
    """How long material is kept; groups differ by force and could not be checked at the source (DOMAIN.md).

    non_evidential_recordings: from the call's end; 31 days, a weak source.
    default_group: of an incident that nobody has put into another.
    """

    non_evidential_recordings: timedelta
    default_group: Code
    groups: dict[Code, RetentionGroup]


class Audit(Section, frozen=True):
    """Logging under section 62 of the Data Protection Act 2018.

    reason_required: whoever looks at personal data says why; sources disagree whether the 2025 Act removed that duty
    (DOMAIN.md).
    """

    reason_required: Switch
