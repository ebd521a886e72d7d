"""Where a force chats, and when the team is told things."""

from datetime import timedelta

from .kinds import ChatId, ClockTime, SecretName, Section


class Workspace(Section, frozen=True):
    """A force's workspace on a chat platform.

    workspace: the platform's identifier of it. secret: the name of what signs and opens it (tokens stand in no policy).
    queue: the channel of the jobs' cards. sergeants: suitability reviews, evidential reviews, questions.
    control_room: emergencies, offers to record. team: notices for everybody and the daily summary.
    One channel may serve for several.
    """

    workspace: ChatId
    secret: SecretName
    queue: ChatId
    sergeants: ChatId
    control_room: ChatId
    team: ChatId


class Reminding(Section, frozen=True):
    """What chat says of its own accord (decisions of this project).

    break_after: so long after a break began, the officer is gently asked. daily_summary_at: local time at which the day before is
    summed up for the team.
    """

    break_after: timedelta = timedelta(minutes=45)
    daily_summary_at: ClockTime = "08:15"
