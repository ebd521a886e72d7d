"""docs/api.md is true: its calls are sent in order and succeed, its bodies are well formed, its tables are complete."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from chalicelib.api.routes import Api
from chalicelib.api.scopes import SCOPES
from chalicelib.api.staff import staff_commands
from chalicelib.domain.deadlines import due
from chalicelib.domain.rules import RULES
from chalicelib.domain.worklists import LISTS
from chalicelib.outbound import updates
from tests.contract import tokens
from tests.contract.desk import Answer, Desk

GUIDE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
_ASSIGNED = re.compile(r'^(\w+)=\$\(make -s token SUB=(\S+) SCOPES="([^"]+)"\)$')


class Call(NamedTuple):
    method: str
    address: str
    headers: dict[str, str]
    body: str | None


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Each line of a shell block, lines that go on put together."""
    found: list[str] = []
    for block in blocks("sh"):
        line = ""
        for part in block.splitlines():
            line += part.removesuffix("\\") if part.endswith("\\") else f"{part}\n"
            if not part.endswith("\\") and line.count("'") % 2 == 0:
                found.append(line.strip())
                line = ""
        assert not line, f"an open quote in: {block}"
    return [each for each in found if each]


def parsed(command: str, variables: dict[str, str]) -> Call:
    """A curl call, its variables filled in as the shell would."""
    words = shlex.split(re.sub(r"\$(\w+)", lambda name: variables[name[1]], command))
    assert words[:2] == ["curl", "-sS"]
    method, headers, body, address = "", {}, None, ""
    rest = iter(words[2:])
    for word in rest:
        match word:
            case "-X":
                method = next(rest)
            case "-H":
                name, _, value = next(rest).partition(": ")
                headers[name] = value
            case "-d":
                body = next(rest)
            case _:
                address = word
    return Call(method or ("POST" if body else "GET"), address.removeprefix(variables["BASE"]), headers, body)


def sent(desk: Desk, call: Call) -> Answer:
    return desk.send(call.method, call.address, call.headers, call.body.encode() if call.body else None)


def test_every_call_of_the_guide_works_in_its_order(desk: Desk):
    variables: dict[str, str] = {}
    done: list[tuple[str, str]] = []
    for command in commands():
        token = _ASSIGNED.match(command)
        if token:
            variables[token[1]] = tokens.token(token[2], token[3])
        elif command.startswith("BASE="):
            variables["BASE"] = "http://127.0.0.1:8800"
        elif command == "LINK=...":
            variables["LINK"] = desk.link("20261118-0416")
        else:
            call = parsed(command, variables)
            answer = sent(desk, call)
            assert answer.status in (200, 201), (command, answer)
            done.append((call.method, call.address))
    assert len(done) > 30
    last = desk.call("GET", "/v1/incidents/20261118-0416", scopes="read").body
    assert (last["status"], last["outcomes"]) == ("closed", ["8"])


def test_the_guide_names_every_path():
    missing = [each.path for each in Api.all if each.path not in GUIDE and not each.path.startswith("/v1/incidents/{reference}")]
    assert missing == []
    below = {
        each.path.removeprefix("/v1/incidents/{reference}") for each in Api.all if each.path.startswith("/v1/incidents/{reference}")
    }
    for path in below - {""}:
        assert path in GUIDE or f"| `{path.removeprefix('/commands/')}` |" in GUIDE, path


def test_every_command_is_in_the_table_with_a_body_that_is_well_formed():
    table = {
        name: (body, roles)
        for name, body, roles in re.findall(r"^\| `(\w+)` \| `(\{.*?\})` \| ([a-z, ]+) \|$", GUIDE, re.MULTILINE)
    }
    assert set(table) == set(staff_commands())
    for name, kind in staff_commands().items():
        body, roles = table[name]
        msgspec.json.decode(body, type=kind)
        said = {role.replace(" ", "_") for role in roles.split(", ")}
        assert said == RULES[kind].roles - {"victim", "system", "receiving_team"}, name


def test_the_victims_bodies_are_well_formed():
    for each in Api.all:
        if each.path.startswith("/v1/links/") and "{" not in each.path:
            (body,) = re.findall(rf"^\| `{each.path}` \| `(.*?)` \|$", GUIDE, re.MULTILINE)
            msgspec.json.decode(body, type=each.body)


def test_the_examples_of_answers_are_of_their_type():
    from chalicelib.api.problems import STATUS, Problem

    update, problem = blocks("json")
    msgspec.json.decode(update, type=updates.Update)
    shown = msgspec.json.decode(problem, type=Problem)
    assert STATUS[shown.code] == shown.status
    assert set(json.loads(update)) <= set(updates.Update.__struct_fields__)


def test_the_guide_names_every_scope_and_list():
    for name, meaning in SCOPES.items():
        assert f"| `{name}` | {meaning} |" in GUIDE
    for name in LISTS:
        assert f"`{name}`" in GUIDE


def test_the_guide_names_every_kind_of_update():
    special = {"reported", "eligible", "not_eligible", "claimed", "allocated", "arrived", "link_sent", "joined"}
    follows = set(updates._FOLLOWS.values())
    for kind in {*updates._SHOWN.values(), *special, *follows, *(updates._DUE.get(each, each) for each in deadline_kinds())}:
        assert f"`{kind}`" in GUIDE, kind


def deadline_kinds() -> set[str]:
    from tests.builders import a_life, an_incident, policy

    moments = [
        due(an_incident(status), policy())
        for status in ("reported", "claimed", "link_sent", "call_closed", "in_review", "passed_on")
    ]
    assert a_life("queued")
    return {kind for found in moments for kind in found} | {"appointment"}


@pytest.mark.parametrize("link", re.findall(r"\]\((?!https?://|#)([^)#]+)", GUIDE))
def test_what_the_guide_links_to_is_there(link: str):
    assert (Path(__file__).parents[2] / "docs" / link).exists()


def test_its_table_of_contents_leads_somewhere():
    headings = {re.sub(r"[^\w -]", "", line[3:].lower()).replace(" ", "-") for line in GUIDE.splitlines() if line.startswith("## ")}
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) <= headings
