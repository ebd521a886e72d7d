"""Incidents for the tests of chat: one for every status, and one whose every text is a person's words."""

from datetime import timedelta

from chalicelib.domain import commands as c
from chalicelib.domain.words import Status
from tests.builders import NOW, PHONE, Life, a_life, by

#: What no card, thread, form or home tab may ever show.
MARKERS = ("Person-Alder", "07700", "Test Street", "Exampleton", "ZZ99", "example.org", "SECRET")
WORDS = f"SECRET Test Person-Alder, {PHONE}, 1 Test Street, test.person-alder@example.org"
STATUSES = [status.value for status in Status]
LATER = NOW + timedelta(hours=5, minutes=10)


def shows_a_person(anything) -> list[str]:
    """The markers within whatever a card, form or list of lines holds."""
    text = repr(anything)
    return [marker for marker in MARKERS if marker in text]


def a_told_life() -> Life:
    """A whole life in which every free text is a person's words: what the service never hands on, but if it did ..."""
    officer, sergeant, spoc = by("officer"), by("sergeant"), by("spoc")
    life = a_life("in_triage", flags=("vulnerable",))
    life.do(c.Update(WORDS, "risk"), spoc)
    life.do(c.Triage(suitable=True, level="queue", note=WORDS), sergeant)
    life.do(c.Claim(), officer).do(c.Release("other", WORDS), officer).do(c.Claim(), officer)
    life.do(c.RecordContact("spoke", WORDS), officer).do(c.ReassessRisk("raised", WORDS), officer)
    life.do(c.SendLink("sms", "phone", PHONE), officer).do(c.RecordDelivery(1, "failed"), by("system"))
    life.do(c.VictimJoin(), by("victim")).do(c.OfficerJoin(), officer)
    life.do(c.Pause("sergeant_advice", WORDS), officer).do(c.Advise(WORDS), sergeant).do(c.Resume(), officer)
    life.do(c.TickChecklist(dict.fromkeys(life.policy.checklist, "done")), officer).do(c.Close(), officer)
    life.do(c.Submit(WORDS, (WORDS, WORDS)), officer)
    life.do(c.PauseReview("evidence_to_come", WORDS), officer).do(c.ResumeReview(), officer)
    life.do(c.Review("further_enquiries", WORDS, "neighbourhood", WORDS), sergeant)
    life.do(c.Consult(WORDS), sergeant).do(c.AcknowledgeUpdate(1), officer)
    life.do(c.Outcome("outcome", "16"), by("records"))
    return life.do(c.Handover(None, WORDS), by("receiving_team")).do(c.TellVictim("phone", WORDS), officer)
