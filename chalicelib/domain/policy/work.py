"""How the work is done: the response, the risk of those who wait, the review, the victim's update, the teams."""

from datetime import timedelta

from msgspec import field

from .kinds import ClockTime, Code, Count, Day, Fraction, Section, Switch, Words, WorkingDays


class Response(Section, frozen=True):
    """How soon a victim is attended to, and by whom.

    telephone_first_after: older than this since the report, the officer telephones before sending the link ("more than
        a few minutes": College of Policing, EVR practice page; 10 minutes: decision of this project).
    nearing: fraction of the target after which the target counts as nearing.
    always_allocate: every job goes to the next available officer and none waits in the queue.
    allocate_flags: flags for which allocation is suggested to the sergeant (vulnerable victim or potentially high harm:
        College of Policing).
    claim_idle_after: a claimed job without contact attempt or link for this long is raised (decision of this project).
    room_unattended_after: a victim who has waited in the room for so long without an officer is raised, at any hour
        (decision of this project).
    """

    telephone_first_after: timedelta
    nearing: Fraction
    always_allocate: Switch
    allocate_flags: tuple[Code, ...]
    claim_idle_after: timedelta
    room_unattended_after: timedelta = timedelta(minutes=5)


class Risk(Section, frozen=True):
    """How often a waiting victim's risk is looked at again: 3.5 h, Kent's re-THRIVE (DOMAIN.md)."""

    look_again_every: timedelta


class Review(Section, frozen=True):
    """The evidential review by a sergeant.

    due_after: from the end of the call; 24 h (College of Policing, EVR practice page).
    nearing: so long before it is due, it counts as nearing.
    receivers: teams an investigation can be passed to, code to name.
    handover_acknowledged_within: from passing on until the receiving team is reminded (decision of this project).
    dip_sample_share: fraction of the calls held that are drawn for a second look (decision of this project).
    """

    due_after: timedelta
    nearing: timedelta
    receivers: dict[Code, Words]
    handover_acknowledged_within: timedelta
    dip_sample_share: Fraction


class VictimCare(Section, frozen=True):
    """When a victim must have been told of a decision: 5 working days, 1 for enhanced victims (Victims' Code).

    Written in the file as `told_within = "5 working days"`; bank holidays of England and Wales are no working days.
    `enhanced_flags`: any of these flags gives a victim the enhanced right.
    """

    told_within_working_days: WorkingDays = field(name="told_within")
    enhanced_within_working_days: WorkingDays = field(name="enhanced_within")
    enhanced_flags: tuple[Code, ...]


class ShiftTimes(Section, frozen=True):
    """When a shift starts and ends, local time; an end not after its start is on the next day."""

    starts: ClockTime
    ends: ClockTime


class Teams(Section, frozen=True):
    """The roster: each team works the same pattern, each next one `stagger_days` later.

    `names[0]` is on day 0 of `pattern` on `anchor`. A pattern names a shift of `shifts`, or "rest".
    Dorset: 35 constables, 5 sergeants, five teams, three day shifts, three late shifts, four rest days, about one
    sergeant to seven constables (College of Policing, EVR practice page). Shift times: this project's decision.
    """

    names: tuple[Words, ...]
    shifts: dict[Code, ShiftTimes]
    pattern: tuple[Code, ...]
    anchor: Day
    stagger_days: Count
    constables_per_team: Count
    sergeants_per_team: Count
    constables_per_sergeant: Count
