"""The doctor: each thing that can be wrong is found, alone, and says how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.chat.slack.calls import GONE, Api
from chalicelib.chat.slack.doctor import Patient, examine
from chalicelib.chat.slack.doctor_words import MEND, Finding, mend
from chalicelib.chat.slack.post import Budget
from chalicelib.chat.slack.scopes import SCOPES
from chalicelib.chat.slack.secrets import Secret
from chalicelib.chat.wall import Unanswered
from chalicelib.domain.officer import Officer, OfficerRecord
from chalicelib.domain.policy.chat import Workspace
from chalicelib.outbound.troubles import Trouble
from tests.slack_fake import TOKEN, FakeSlack, rate_limited, says

WORKSPACE = Workspace("T0DORSET1", "evr/dorset/slack", "C0QUEUE01", "C0SERGS01", "C0FCR0001", "C0TEAM001")


def officer(id: str, *roles: str, account: str | None = None, active: bool = True) -> Officer:
    chat = {"slack": account} if account else {}
    return Officer(id, OfficerRecord(name=f"Test {id}", roles=roles or ("officer",), chat=chat, active=active))


@pytest.fixture
def slack() -> FakeSlack:
    made = FakeSlack(scopes=SCOPES)
    for id in ("U0PC2214", "U0PS1102"):
        made.add_user(id)
    return made


STAFF = (officer("PC2214", account="U0PC2214"), officer("PS1102", "sergeant", account="U0PS1102"))


def patient(slack: FakeSlack, **changes: Any) -> Patient:
    usual = {
        "workspace": WORKSPACE,
        "secret": Secret("key", TOKEN, "A0EVR0001"),
        "officers": STAFF,
        "api": lambda: Api(TOKEN, slack, Budget(2.0)),
    }
    return Patient(**{**usual, **changes})


def found(slack: FakeSlack, **changes: Any) -> list[str]:
    return [each.wrong for each in examine(patient(slack, **changes)).findings]


def test_nothing_is_wrong(slack: FakeSlack):
    assert examine(patient(slack)).findings == ()
    assert examine(patient(slack)).unseen == ()


def test_it_only_looks(slack: FakeSlack):
    examine(patient(slack))
    assert set(slack.methods()) == {"auth.test", "bots.info", "conversations.info", "users.info"}


Break = Callable[[FakeSlack], object]
CASES: dict[str, tuple[Break, str, str]] = {
    "token revoked": (lambda s: s.fails.update({"auth.test": says("token_revoked")}), "token_revoked", "Bot User OAuth Token"),
    "app removed": (lambda s: s.fails.update({"auth.test": says("account_inactive")}), "account_inactive", "Install it again"),
    "slack down": (lambda s: setattr(s, "down", True), "does not answer", "slack-status"),
    "too many calls": (lambda s: s.fails.update({"auth.test": rate_limited(9)}), "does not answer", "catch up"),
    "another workspace": (lambda s: setattr(s, "team", "T0OTHER01"), "T0OTHER01", "workspace"),
    "another app": (lambda s: setattr(s, "app_id", "A0OTHER01"), "A0OTHER01", "the same app"),
    "a scope too few": (lambda s: s.scopes.discard("links:write"), "not granted: links:write", "reinstall"),
    "a scope too many": (lambda s: s.scopes.add("chat:write.public"), "does not use: chat:write.public", "reinstall"),
    "archived": (lambda s: setattr(s.channels["C0TEAM001"], "archived", True), "C0TEAM001 (team): is archived", "Unarchive"),
    "not in it": (
        lambda s: setattr(s.channels["C0QUEUE01"], "member", False),
        "C0QUEUE01 (queue): the app is not in it",
        "/invite",
    ),
    "no channel": (lambda s: s.channels.pop("C0FCR0001"), "C0FCR0001 (control room): there is none", "/invite"),
    "a private one": (lambda s: s.add_channel("C0SERGS01", private=True, member=False), "C0SERGS01 (sergeants)", "private"),
    "nobody's account": (lambda s: s.users.pop("U0PC2214"), "U0PC2214 of PC2214 does not exist", "roster"),
    "deactivated": (lambda s: s.users["U0PS1102"].update(deleted=True), "U0PS1102 of PS1102 is deactivated", "roster"),
    "a bot's": (lambda s: s.users["U0PS1102"].update(is_bot=True), "U0PS1102 of PS1102 is a bot", "roster"),
}


@pytest.mark.parametrize(("harm", "wrong", "mended"), CASES.values(), ids=CASES.keys())
def test_what_is_wrong_is_found_and_can_be_mended(slack: FakeSlack, harm: Break, wrong: str, mended: str):
    harm(slack)
    (finding,) = examine(patient(slack)).findings
    assert wrong in finding.wrong
    assert mended in finding.mend


def test_whoever_works_in_chat_needs_an_account_and_nobody_else(slack: FakeSlack):
    more = (officer("PC1"), officer("SPOC1", "spoc"), officer("AN1", "analyst"), officer("PC9", active=False))
    assert found(slack, officers=(*STAFF, *more)) == ["On the roster, without a Slack account: PC1, SPOC1."]


def test_two_with_one_account(slack: FakeSlack):
    staff = (*STAFF, officer("PC1", account="U0PC2214"))
    assert found(slack, officers=staff) == ["The Slack account U0PC2214 stands for several people: PC2214, PC1."]


def test_one_channel_for_several_is_looked_at_once(slack: FakeSlack):
    one = Workspace("T0DORSET1", "evr/dorset/slack", *["C0QUEUE01"] * 4)
    slack.channels["C0QUEUE01"].archived = True
    assert found(slack, workspace=one) == ["The channel C0QUEUE01 (queue, sergeants, control room, team): is archived."]


def test_a_scope_that_is_missing_does_not_hide_the_rest(slack: FakeSlack):
    # Given an app without the right to look at people or channels, and one officer without an account
    slack.scopes -= {"users:read", "channels:read", "groups:read"}
    said = found(slack, officers=(*STAFF, officer("PC1")))
    assert said == [
        "On the roster, without a Slack account: PC1.",
        "Scopes that were not granted: channels:read, groups:read, users:read.",
        "The token: Slack says missing_scope.",
    ]


def test_slack_that_stops_answering_is_said_once(slack: FakeSlack):
    slack.fails["conversations.info"] = Unanswered("ReadTimeoutError")
    assert found(slack) == ["Slack does not answer (ReadTimeoutError)."]


def test_who_could_not_be_looked_at_in_time_is_said(slack: FakeSlack):
    examined = examine(patient(slack, time_is_up=lambda: "users.info" in slack.methods() or len(slack.calls) >= 6))
    assert examined.findings == ()
    assert examined.unseen == ("PC2214", "PS1102")
    slack.fails["users.info"] = rate_limited(30)
    assert examine(patient(slack)).unseen == ("PC2214", "PS1102")


@pytest.mark.parametrize(
    ("code", "mended"), [("restricted_action_thread_locked", "posting permissions"), ("unanswered", "catch up")]
)
def test_what_keeps_cards_from_hanging_is_told(slack: FakeSlack, code: str, mended: str):
    since, last = datetime(2026, 11, 18, 10, 5, tzinfo=UTC), datetime(2026, 11, 18, 10, 9, tzinfo=UTC)
    (finding,) = examine(patient(slack, troubles=(Trouble("slack", "C0TEAM001", code, since, last),))).findings
    assert (
        finding.wrong == f"Cards do not hang in C0TEAM001 since 18 November 2026 10:05, tried last 18 November 2026 10:09: {code}."
    )
    assert mended in finding.mend


def test_the_probe_is_asked_first(slack: FakeSlack):
    found = examine(patient(slack, probe=lambda secret: iter([Finding(f"probe with {secret.app_id}", "mend it")])))
    assert found.findings[0] == Finding("probe with A0EVR0001", "mend it")


def test_nothing_secret_is_said(slack: FakeSlack):
    for code in ("invalid_auth", "missing_scope"):
        slack.fails["auth.test"] = says(code)
        assert TOKEN not in str(examine(patient(slack)))
        assert "key" not in {word for each in examine(patient(slack)).findings for word in each.wrong.split()}


@pytest.mark.parametrize("code", sorted(GONE | set(MEND)))
def test_every_code_that_we_know_says_what_to_do(code: str):
    assert mend(code)


def test_an_unknown_code_says_where_to_look():
    assert "docs.slack.dev" in mend("brand_new_code")
