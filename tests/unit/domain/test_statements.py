"""Statements: written, read back, locked, signed; and what a change of the words does to a signature."""

import pytest

from chalicelib.domain import commands as c
from chalicelib.domain.statements import MOST
from tests.builders import a_life, by, policy

ME, SERGEANT, VICTIM, SYSTEM = by("officer"), by("sergeant"), by("victim"), by("system")
FIRST, SECOND = "1" * 64, "2" * 64


def write(sha256=FIRST, number=None, kind="mg11"):
    return c.WriteStatement(kind, "ref", sha256, number)


def sign(sha256=FIRST, number=1, **fields):
    return c.SignStatement(number, sha256, "ref", **fields)


def written(status="in_call"):
    return a_life(status).do(write(), ME)


def shown():
    return written().do(c.ShowStatement(1), ME)


def locked():
    return shown().do(c.LockStatement(1, FIRST), ME)


def signed():
    return locked().do(sign(), VICTIM)


def the(life, number=1):
    return life.incident.statements[number - 1]


def code(life, command, who):
    return life.refused(command, who)


def test_a_statement_is_written_shown_locked_signed_and_printed():
    life = written()
    states = [the(life).state]
    for command, who in ((c.ShowStatement(1), ME), (c.LockStatement(1, FIRST), ME), (sign(drawing="M1 2 L3 4"), VICTIM)):
        life.do(command, who)
        states.append(the(life).state)
    life.do(c.RecordStatementPrinted(1, 1, SECOND, "v1"), SYSTEM)

    assert states == ["written", "shown", "locked", "signed"]
    assert (the(life).signed_at is not None, the(life).signed_editions, the(life).printed.sha256) == (True, (1,), SECOND)


def test_changed_words_need_a_new_signature_and_what_was_signed_stays_on_record():
    life = signed().do(write(SECOND, number=1), ME)

    assert (the(life).edition, the(life).state, the(life).sha256, the(life).signed_editions) == (2, "written", SECOND, (1,))
    assert code(life, sign(SECOND), VICTIM) == "statement_not_locked"
    life.do(c.ShowStatement(1), ME).do(c.LockStatement(1, SECOND), ME)
    assert code(life, sign(FIRST), VICTIM) == "statement_changed"
    assert the(life.do(sign(SECOND), VICTIM)).signed_editions == (1, 2)


def test_signing_twice_is_refused():
    assert code(signed(), sign(), VICTIM) == "already_signed"


def test_a_forged_hash_is_refused():
    assert code(locked(), sign("f" * 64), VICTIM) == "statement_changed"
    assert code(shown(), c.LockStatement(1, "f" * 64), ME) == "statement_changed"


@pytest.mark.parametrize(("life", "expected"), [(written, "statement_not_locked"), (shown, "statement_not_locked")])
def test_only_a_locked_statement_is_signed(life, expected):
    assert code(life(), sign(), VICTIM) == expected


def test_only_what_the_victim_was_shown_is_locked():
    assert code(written(), c.LockStatement(1, FIRST), ME) == "statement_not_shown"
    assert code(locked(), c.LockStatement(1, FIRST), ME) == "statement_not_shown"


@pytest.mark.parametrize("life", [locked, signed])
def test_what_is_locked_is_not_shown_anew(life):
    assert code(life(), c.ShowStatement(1), ME) == "statement_locked"


@pytest.mark.parametrize("life", [shown, locked])
def test_the_victim_may_want_something_changed(life):
    wanted = life().do(c.WantStatementChanged(1, "ref"), VICTIM)
    assert the(wanted).state == "written"
    assert code(wanted, sign(), VICTIM) == "statement_not_locked"


@pytest.mark.parametrize("life", [written, signed])
def test_what_is_not_being_read_cannot_be_wanted_changed(life):
    assert code(life(), c.WantStatementChanged(1), VICTIM) == "statement_not_shown"


@pytest.mark.parametrize(
    ("command", "who"),
    [
        (write(number=2), ME),
        (c.ShowStatement(2), ME),
        (c.LockStatement(2, FIRST), ME),
        (c.WantStatementChanged(2), VICTIM),
        (sign(number=2), VICTIM),
    ],
)
def test_a_statement_that_is_not_there(command, who):
    assert code(written(), command, who) == "unknown_statement"


def test_only_what_was_signed_is_printed():
    life = locked()
    assert code(life, c.RecordStatementPrinted(1, 1, SECOND, "v1"), SYSTEM) == "not_signed"
    assert code(life, c.RecordStatementPrinted(2, 1, SECOND, "v1"), SYSTEM) == "not_signed"


def test_the_same_words_again_are_no_new_edition():
    assert code(written(), write(number=1), ME) == "nothing_changed"


def test_the_kind_is_one_of_the_forces():
    assert code(a_life("in_call"), write(kind="poem"), ME) == "unknown_kind"
    assert code(a_life("in_call", the_policy=policy(statements={})), write(), ME) == "unknown_kind"


def test_an_incident_takes_so_many_statements_and_no_more():
    life = a_life("in_call")
    for number in range(MOST):
        life.do(write(f"{number:064d}"), ME)
    assert [each.number for each in life.incident.statements] == list(range(1, MOST + 1))
    assert code(life, write(), ME) == "too_many"


@pytest.mark.parametrize("command", [c.ShowStatement(1), c.LockStatement(1, FIRST)])
def test_nothing_is_shown_or_locked_once_the_room_is_closed(command):
    assert code(shown().do(c.Close(), ME), command, ME) == "wrong_status"


@pytest.mark.parametrize("command", [sign(), c.WantStatementChanged(1)])
def test_nothing_is_signed_once_the_room_is_closed(command):
    life = locked().do(c.Close(), ME)
    assert code(life, command, VICTIM) in ("wrong_status", "link_closed")


def test_a_statement_may_be_written_after_the_call_and_at_the_desk():
    assert the(written("call_closed")).state == "written"
    assert the(written("desk_work")).state == "written"
