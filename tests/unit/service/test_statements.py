"""Statements through the service: what is hashed, who reads it, and what the victim's link opens."""

from hashlib import sha256

import msgspec
import pytest

from chalicelib.domain import commands as c
from chalicelib.service import statements
from chalicelib.service.statements import Document, Draft, Paper, ReadBack, WrittenStatement
from chalicelib.store import keys
from chalicelib.store.personal import context, link_token
from tests.builders import OFFICER, OTHER_OFFICER, SERGEANT
from tests.fakes_objects import FakeObjects
from tests.force import Force, code

SAID = "Test: the bicycle stood in the shed, and then it did not."
NAME = "Test Person-Hazel"


@pytest.fixture
def force():
    made = Force()
    made.deps = msgspec.structs.replace(made.deps, objects=FakeObjects(now=made.clock))
    return made


@pytest.fixture
def reference(force):
    return force.bring("in_call")


def draft(**fields):
    return Draft(**{"kind": "mg11", "text": SAID, "particulars": {"name": NAME}} | fields)


def write(force, reference, who=OFFICER, **fields):
    return statements.write(force.deps, force.caller(who), reference, draft(**fields))


def token(force, reference):
    wrapped = force._row(keys.state(force.name, reference)).sealed
    key = force.deps.keyring.unwrap(wrapped, context(force.name, reference))
    return link_token(key, force.incident(reference).links)


def on_screen(force, reference):
    return statements.on_screen(force.deps, token(force, reference))


def sign(force, reference, hashed, number=1):
    return force.give("victim", reference, c.SignStatement(number, hashed, NAME, drawing="M1 1 L9 9"))


def to_be_signed(force, reference):
    written = write(force, reference)
    force.must(OFFICER, reference, c.ShowStatement(1))
    force.must(OFFICER, reference, c.LockStatement(1, written.sha256))
    return written


def test_what_is_hashed_is_what_is_read_to_the_letter(force, reference):
    written = write(force, reference, particulars={"name": NAME, "occupation": "Nurse"})
    read = statements.read(force.deps, force.caller(OFFICER), reference, 1, "Test: to read it back")

    assert written == WrittenStatement(1, 1, sha256(read.document.encode()).hexdigest())
    document = msgspec.json.decode(read.document, type=Document)
    assert (document.text, document.reference, document.title) == (SAID, reference, "Witness statement")
    assert document.particulars == (("Statement of", NAME), ("Occupation", "Nurse"))
    assert NAME in document.declaration
    assert "{name}" not in document.declaration


def test_the_victim_reads_nothing_until_it_is_shown_and_the_same_words_then(force, reference):
    assert on_screen(force, reference) is None
    written = write(force, reference)
    assert on_screen(force, reference) is None

    force.must(OFFICER, reference, c.ShowStatement(1))

    shown = on_screen(force, reference)
    assert (shown.state, shown.sha256, sha256(shown.document.encode()).hexdigest()) == ("shown", written.sha256, written.sha256)


def test_changed_words_vanish_from_the_screen_until_they_are_shown_again(force, reference):
    first = to_be_signed(force, reference)
    second = write(force, reference, text=SAID + " Nothing else.", number=1)

    assert (second.number, second.edition, second.sha256 != first.sha256) == (1, 2, True)
    assert on_screen(force, reference) is None
    assert code(sign(force, reference, first.sha256)) == "statement_changed"


def test_a_signature_counts_once(force, reference):
    written = to_be_signed(force, reference)
    assert code(sign(force, reference, "f" * 64)) == "statement_changed"
    assert not hasattr(sign(force, reference, written.sha256), "says")
    assert code(sign(force, reference, written.sha256)) == "already_signed"
    assert on_screen(force, reference).state == "signed"


def test_no_word_name_or_stroke_of_it_stands_open_in_the_table(force, reference):
    written = to_be_signed(force, reference)
    sign(force, reference, written.sha256)
    everything = repr(list(force.rows()))
    for secret in (SAID, NAME, "M1 1 L9 9"):
        assert secret not in everything


def test_after_the_room_is_closed_the_link_reads_and_signs_nothing(force, reference):
    written = to_be_signed(force, reference)
    mine = token(force, reference)
    force.must(OFFICER, reference, c.Close())

    assert code(statements.on_screen(force.deps, mine)) == "link_closed"
    assert code(sign(force, reference, written.sha256)) in ("link_closed", "wrong_status")
    assert force.incident(reference).statements[0].state == "locked"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"kind": "poem"}, "unknown_kind"),
        ({"particulars": {}}, "particulars_missing"),
        ({"particulars": {"name": NAME, "shoe_size": "42"}}, "unknown_particular"),
        ({"read_over": "interpreter"}, "interpreter_missing"),
        ({"interpreter": "Test Interpreter"}, "interpreter_missing"),
        ({"number": 9}, "unknown_statement"),
    ],
)
def test_a_draft_that_does_not_fit_changes_nothing(force, reference, fields, expected):
    before = list(force.rows())
    assert code(write(force, reference, **fields)) == expected
    assert list(force.rows()) == before


def test_only_the_holder_writes_it(force, reference):
    assert code(write(force, reference, who=OTHER_OFFICER)) == "not_holder"
    assert code(write(force, "20200101-0000")) == "unknown_incident"


def test_every_reading_by_staff_is_logged_and_needs_a_reason_from_whoever_does_not_hold_the_job(force, reference):
    write(force, reference)
    assert code(statements.read(force.deps, force.caller(SERGEANT), reference, 1, None)) == "why_missing"
    read = statements.read(force.deps, force.caller(SERGEANT), reference, 1, "Test: the review")
    assert isinstance(read, ReadBack)
    last = [row.data for row in force.rows() if row.sk.startswith("EVENT#") and "DetailsShown" in (row.data or "")]
    assert len(last) == 1
    assert code(statements.read(force.deps, force.caller(SERGEANT), reference, 2, "Test")) == "unknown_statement"


def test_who_is_not_on_the_roster_reads_nothing(force, reference):
    write(force, reference)
    assert code(statements.read(force.deps, force.caller("PC9999"), reference, 1, "Test")) == "not_on_roster"
    assert code(statements.paper(force.deps, force.caller("PC9999"), reference, 1, "Test")) == "not_on_roster"


# --- the paper ------------------------------------------------------------------------------------------------------------------


def test_the_paper_has_an_address_once_it_is_printed_and_asking_for_it_is_logged(force, reference):
    written = to_be_signed(force, reference)

    def ask():
        return statements.paper(force.deps, force.caller(SERGEANT), reference, 1, "Test: the review")

    assert code(ask()) == "not_printed"
    sign(force, reference, written.sha256)
    assert code(ask()) == "not_printed"
    force.must("system", reference, c.RecordStatementPrinted(1, 1, "c" * 64, "v7"))

    found = ask()

    assert isinstance(found, Paper)
    assert (found.sha256, (found.until - force.clock.now).total_seconds()) == ("c" * 64, statements.FETCH_SECONDS)
    assert '"version": "v7"' in found.url
    assert any("DetailsShown" in (row.data or "") for row in force.rows())
    assert code(statements.paper(force.deps, force.caller(OTHER_OFFICER), reference, 1, "Test")) == "not_holder"


def test_a_paper_of_nothing(force, reference):
    assert code(statements.paper(force.deps, force.caller(SERGEANT), reference, 1, "Test")) == "unknown_statement"
    assert code(statements.paper(force.deps, force.caller(SERGEANT), "20200101-0000", 1, "Test")) == "unknown_incident"
