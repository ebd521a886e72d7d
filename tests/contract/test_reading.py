"""Reading: state and timeline, the person only when it is logged first, worklists page by page, roster, feed, metrics."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chalicelib.domain.words import Status
from chalicelib.domain.worklists import LISTS
from chalicelib.insight.fact import fact_of, key
from chalicelib.store.incidents import stored, text_of
from chalicelib.store.rows import Put, Row
from tests.builders import IDS, OFFICER, PHONE, a_report
from tests.contract import seeds
from tests.contract.desk import Answer, Desk, path


def see(desk: Desk, name: str, scopes: str = "read", sub: str = "cad", query: str = "", why: str | None = None) -> Answer:
    headers = {"Evr-Reason": why} if why else {}
    return desk.call("GET", path("incidents", name) + query, scopes=scopes, sub=sub, headers=headers)


@pytest.mark.parametrize("status", [each.value for each in Status])
def test_an_incident_is_seen_at_every_status_in_one_query(desk: Desk, status: str):
    name = seeds.an_incident_at(desk, status)
    desk.table.calls.clear()
    answer = see(desk, name)
    assert (answer.status, answer.body["reference"], answer.body["status"]) == (200, name, status)
    assert desk.table.calls == ["query"]
    assert answer.body["timeline"][0]["event"] == "Reported"
    assert answer.body["timeline"][-1]["version"] == answer.body["version"]


def test_nothing_about_the_person_or_the_link_is_seen_without_the_scope(desk: Desk):
    name = seeds.an_incident_at(desk, "closed")
    body = json.dumps(see(desk, name).body)
    for hidden in ("Person-Alder", PHONE, "Exampleton", "bicycle", "Test summary", "Test note", desk.link(name), "token"):
        assert hidden not in body
    assert '"person"' not in body
    assert '"texts"' not in body


def test_with_the_scope_everything_is_seen_and_the_showing_is_logged(desk: Desk):
    name = seeds.an_incident_at(desk, "closed")
    answer = see(desk, name, "read personal", why="complaint 17")
    assert answer.body["person"]["victim"]["phone"] == PHONE
    assert "Test summary." in answer.body["texts"].values()
    assert "complaint 17" in answer.body["texts"].values()
    shown = answer.body["timeline"][-1]
    assert (shown["event"], shown["by"]) == ("DetailsShown", "cad")
    assert answer.body["texts"][shown["details"]["why"]] == "complaint 17"


def test_every_showing_is_logged_anew(desk: Desk):
    name = seeds.an_incident_at(desk, "queued")
    versions = [see(desk, name, "read personal").body["version"] for _ in range(3)]
    assert versions == [versions[0], versions[0] + 1, versions[0] + 2]


def test_a_system_that_names_no_reason_is_logged_with_its_scope(desk: Desk):
    name = seeds.an_incident_at(desk, "queued")
    answer = see(desk, name, "read personal")
    assert answer.body["texts"][answer.body["timeline"][-1]["details"]["why"]] == "cad: a system with the scope 'personal'"


def test_when_the_showing_cannot_be_logged_nothing_is_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    from chalicelib.store.rows import Unavailable

    name = seeds.an_incident_at(desk, "queued")

    def broken(writes: object) -> None:
        raise Unavailable("no")

    monkeypatch.setattr(desk.table, "commit", broken)
    answer = see(desk, name, "read personal")
    assert answer.status == 503
    assert "Person-Alder" not in json.dumps(answer.body)


def test_the_person_can_be_left_out(desk: Desk):
    name = seeds.an_incident_at(desk, "queued")
    answer = see(desk, name, "read personal", query="?personal=false")
    assert "person" not in answer.body
    assert answer.body["timeline"][-1]["event"] != "DetailsShown"


def test_the_person_is_not_given_for_the_asking(desk: Desk):
    name = seeds.an_incident_at(desk, "queued")
    answer = see(desk, name, "read", query="?personal=true")
    assert (answer.status, answer.code) == (403, "missing_scope")


def test_the_officer_who_holds_the_job_sees_the_person_without_a_reason(desk: Desk):
    name = seeds.an_incident_at(desk, "claimed")
    answer = see(desk, name, "staff personal", sub=seeds.officer("claimed"))
    assert answer.body["person"]["victim"]["name"] == "Test Person-Alder"


def test_another_officer_does_not_see_the_person(desk: Desk):
    desk.usual_staff()
    name = seeds.an_incident_at(desk, "claimed")
    answer = see(desk, name, "staff personal read", sub=OFFICER, why="curious")
    assert (answer.status, answer.code) == (403, "not_holder")
    assert see(desk, name, "staff personal read", sub=OFFICER, query="?personal=false").status == 200


def test_a_sergeant_says_why(desk: Desk):
    desk.usual_staff()
    name = seeds.an_incident_at(desk, "claimed")
    silent = see(desk, name, "staff personal", sub=IDS["sergeant"])
    assert (silent.status, silent.code) == (422, "why_missing")
    assert see(desk, name, "staff personal", sub=IDS["sergeant"], why="welfare check").body["person"]


def test_an_unknown_incident_is_unknown(desk: Desk):
    for scopes in ("read", "read personal"):
        assert see(desk, "20261118-9999", scopes).code == "unknown_incident"


def test_a_long_history_is_seen_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    from chalicelib.service import reading

    monkeypatch.setattr(reading, "PARTITION_PAGE", 3)
    name = seeds.an_incident_at(desk, "closed")
    answer = see(desk, name, "read personal")
    assert [each["version"] for each in answer.body["timeline"]][-1] == answer.body["version"]
    assert len(answer.body["texts"]) >= 3


# --- worklists ----------------------------------------------------------------------------------------------------------------


def fill_queue(desk: Desk, count: int) -> list[str]:
    """So many queued incidents, the one reported last first."""
    names = []
    for n in range(count):
        reported = (desk.clock.now - timedelta(minutes=n)).isoformat()
        report = a_report(reference=f"Q{n:03d}", reported_at=reported)
        assert desk.call("POST", "/v1/incidents", report, scopes="report").status == 201
        from chalicelib.domain import commands as c
        from tests.builders import answers

        for command in (c.Offer(made=True, accepted=True, answers=answers()), c.Triage(suitable=True)):
            seeds.give(desk, f"Q{n:03d}", command, "seeds")
        names.append(f"Q{n:03d}")
    return names


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_the_queue_is_read_page_by_page_in_its_order_one_query_each(desk: Desk, limit: int):
    names = fill_queue(desk, 7)
    seen: list[str] = []
    cursor = ""
    while True:
        desk.table.calls.clear()
        page = desk.call("GET", f"/v1/queue?limit={limit}{cursor}", scopes="read")
        assert desk.table.calls == ["query"]
        assert len(page.body["items"]) <= limit
        seen += [each["reference"] for each in page.body["items"]]
        if "cursor" not in page.body:
            break
        cursor = f"&cursor={page.body['cursor']}"
    assert seen == names[::-1]


def test_a_cursor_of_one_list_is_no_cursor_of_another(desk: Desk):
    fill_queue(desk, 2)
    cursor = desk.call("GET", "/v1/queue?limit=1", scopes="read").body["cursor"]
    answer = desk.call("GET", f"/v1/triage?cursor={cursor}", scopes="read")
    assert (answer.status, answer.code) == (422, "invalid_cursor")


def test_every_status_stands_on_its_list(desk: Desk):
    seeds.every_status(desk)
    found = {
        entry["status"]: name for name in LISTS for entry in desk.call("GET", f"/v1/lists/{name}", scopes="read").body["items"]
    }
    assert found["in_triage"] == "triage"
    assert found["queued"] == "queue"
    assert found["in_review"] == "reviews"
    assert found["passed_on"] == "handovers"
    assert set(found) == {each.value for each in Status} - {"returned", "escalated", "closed"}
    for address, status in (("/v1/triage", "in_triage"), ("/v1/queue", "queued"), ("/v1/reviews", "in_review")):
        assert [each["status"] for each in desk.call("GET", address, scopes="read").body["items"]] == [status]


def test_a_list_that_does_not_exist_is_named_with_those_that_do(desk: Desk):
    answer = desk.call("GET", "/v1/lists/everything", scopes="read")
    assert (answer.status, answer.code) == (404, "unknown_list")
    assert "handovers" in answer.body["detail"]


def test_no_list_shows_a_person(desk: Desk):
    seeds.every_status(desk)
    for name in LISTS:
        shown = json.dumps(desk.call("GET", f"/v1/lists/{name}", scopes="read").body)
        assert "Person-Alder" not in shown
        assert PHONE not in shown


def test_staff_read_lists_when_they_are_on_the_roster(desk: Desk):
    desk.usual_staff()
    assert desk.call("GET", "/v1/queue", sub=IDS["analyst"], scopes="staff").status == 200
    assert desk.call("GET", "/v1/queue", sub="PC0404", scopes="staff").code == "not_on_roster"


# --- roster, feed, metrics ----------------------------------------------------------------------------------------------------


def test_the_roster_says_who_is_on_and_with_which_job(desk: Desk):
    desk.usual_staff()
    name = seeds.an_incident_at(desk, "claimed")
    items = {each["id"]: each for each in desk.call("GET", "/v1/officers", scopes="read").body["items"]}
    assert items[seeds.officer("claimed")]["job"] == name
    assert items[OFFICER]["duty"] == "on"
    assert "job" not in items[OFFICER]
    assert desk.call("GET", "/v1/officers", sub="PC0404", scopes="staff").code == "not_on_roster"


def test_the_feed_is_read_from_its_beginning_and_from_a_cursor(desk: Desk):
    from chalicelib.outbound import feed

    name = seeds.an_incident_at(desk, "claimed")
    feed.catch_up(desk.table, "dorset", name)
    whole = desk.call("GET", "/v1/updates", scopes="feed").body
    assert [each["reference"] for each in whole["items"]] == [name] * len(whole["items"])
    assert whole["items"][0]["kind"] == "reported"
    first = desk.call("GET", "/v1/updates?limit=1", scopes="feed").body
    rest = desk.call("GET", f"/v1/updates?after={first['cursor']}", scopes="feed").body
    assert first["items"] + rest["items"] == whole["items"]
    nothing = desk.call("GET", f"/v1/updates?after={rest['cursor']}", scopes="feed").body
    assert nothing == {"items": [], "cursor": rest["cursor"]}
    assert desk.call("GET", "/v1/updates", scopes="feed", force="wessexshire").body["items"] == []


@pytest.mark.parametrize("after", ["", "null", "x", "0", "-1", "a" * 400, "%00", "%C3%A9"])
def test_what_is_no_cursor_of_the_feed_is_refused(desk: Desk, after: str):
    assert desk.call("GET", f"/v1/updates?after={after}", scopes="feed").status == 422


def test_metrics_count_what_was_reported_in_the_period(desk: Desk):
    desk.usual_staff()
    name = seeds.an_incident_at(desk, "closed")
    incident = stored(next(row for row in desk.table.all(f"INC#dorset#{name}") if row.sk == "STATE")).incident
    fact = fact_of(incident)
    where = key("dorset", fact)
    desk.table.commit([Put(Row(pk=where.pk, sk=where.sk, data=text_of(fact)))])
    body = desk.call("GET", "/v1/metrics?from=2026-11-01&to=2026-11-30", scopes="metrics").body
    assert body["volume"]["passed_to_evr"]["numerator"] == body["volume"]["suitable"] == 1
    assert body["response_time"]["median_minutes"] == 5.0
    assert (body["force"], body["from"], body["to"]) == ("dorset", "2026-11-01", "2026-11-30")
    assert desk.call("GET", "/v1/metrics?from=2026-12-01&to=2026-12-01", scopes="metrics").body["volume"]["reported"] == 0


@pytest.mark.parametrize(
    "query",
    ["", "from=2026-11-01", "from=2026-11-02&to=2026-11-01", "from=2026-01-01&to=2026-12-31", "from=2026-11-31&to=2026-12-01",
     "from=0001-01-01&to=9999-12-31", "from=today&to=tomorrow", "from=2026-11-01&to=2026-11-01&by=officer", "from=1&to=2"],
)  # fmt: skip
def test_a_period_that_is_none_is_refused(desk: Desk, query: str):
    answer = desk.call("GET", f"/v1/metrics?{query}", scopes="metrics")
    assert (answer.status, answer.code) == (422, "invalid_parameter")


@pytest.mark.parametrize(
    ("role", "status"), [("analyst", 200), ("sergeant", 200), ("administrator", 200), ("officer", 403), ("spoc", 403)]
)
def test_metrics_are_for_analysts_sergeants_and_administrators(desk: Desk, role: str, status: int):
    desk.usual_staff()
    assert desk.call("GET", "/v1/metrics?from=2026-11-01&to=2026-11-01", sub=IDS[role], scopes="staff").status == status
