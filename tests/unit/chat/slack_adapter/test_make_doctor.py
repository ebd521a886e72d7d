"""`make doctor`: the request URL asked as Slack would ask, and what is printed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from slack_sdk.signature import SignatureVerifier

from chalicelib.chat.slack.doctor import Examined
from chalicelib.chat.slack.doctor_words import Finding
from chalicelib.chat.slack.secrets import Secret, Secrets
from infra import doctor
from tests.force import Force
from tests.slack_fake import TOKEN

SECRET = Secret("right", TOKEN, "A0EVR0001")
Answer = Callable[[bytes, dict[str, str]], tuple[int, bytes]]


class Site(ThreadingHTTPServer):
    """A request URL that answers as it is told."""

    def __init__(self, answer: Answer) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                status, said = answer(self.rfile.read(int(self.headers["Content-Length"])), dict(self.headers))
                self.send_response(status)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *args: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/chat/slack"


@pytest.fixture
def site() -> Iterator[Callable[[Answer], Site]]:
    made: list[Site] = []

    def make(answer: Answer) -> Site:
        made.append(Site(answer))
        return made[-1]

    yield make
    for each in made:
        each.shutdown()
        each.server_close()


def as_evr(body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    right = SignatureVerifier("right").is_valid_request(body, headers)
    return (200, json.dumps({"challenge": json.loads(body)["challenge"]}).encode()) if right else (401, b"{}")


def probed(url: str, secret: Secret = SECRET) -> list[str]:
    return [each.wrong for each in doctor.probe(url, secret)]


def test_a_request_url_that_checks_signatures_is_in_order(site):
    assert probed(site(as_evr).url) == []


def test_one_that_takes_everything_is_not(site):
    url = site(lambda body, headers: (200, body)).url
    assert probed(url) == [f"The request URL {url} took a request with a wrong signature."]


def test_one_that_knows_another_secret(site):
    url = site(as_evr).url
    assert probed(url, Secret("changed", TOKEN, "A1")) == [
        f"The request URL {url} answered a request signed with the force's secret with HTTP 401."
    ]


def test_each_of_two_secrets_is_tried(site):
    assert len(probed(site(as_evr).url, Secret(["right", "not yet known"], TOKEN, "A1"))) == 1


def test_one_that_answers_something_else(site):
    assert "HTTP 200" in probed(site(lambda body, headers: (200 if as_evr(body, headers)[0] == 200 else 401, b"hello")).url)[0]


def test_one_that_is_not_there():
    (said,) = probed("http://127.0.0.1:9/chat/slack")
    assert "was not reached" in said


def test_a_secret_that_is_not_there_is_the_only_thing_to_mend():
    force = Force()

    def fetch(name: str) -> str:
        return "{}"

    stage = doctor.Stage(
        request_url="http://127.0.0.1:9/", slack_api="http://127.0.0.1:9/", secrets=Secrets(fetch), table=force.table
    )
    (finding,) = doctor.look(stage, "dorset", force.policy).findings
    assert "evr/dorset/slack" in finding.wrong and "docs/chat-slack.md" in finding.mend


def test_a_force_is_looked_at_with_its_roster(site):
    # Given a force whose people have no accounts, a request URL in order, and no Slack
    force = Force()
    secrets = Secrets(lambda name: json.dumps({"signing_secret": "right", "bot_token": TOKEN, "app_id": "A1"}))
    stage = doctor.Stage(request_url=site(as_evr).url, slack_api="http://127.0.0.1:9/", secrets=secrets, table=force.table)
    found = [each.wrong for each in doctor.look(stage, "dorset", force.policy).findings]
    assert found[0].startswith("On the roster, without a Slack account: ")
    assert found[1].startswith("Slack does not answer")
    assert len(found) == 2


def test_what_is_printed():
    examined = Examined((Finding("This is wrong.", "Do that."),), ("PC2214",))
    assert list(doctor.report("dorset", examined)) == [
        "dorset: 1 to mend.",
        "  1. This is wrong.",
        "     Do that.",
        "  Not looked at for want of time: PC2214.",
    ]
    assert list(doctor.report("dorset", Examined(()))) == ["dorset: nothing to mend."]


@pytest.mark.parametrize(("findings", "status"), [((), 0), ((Finding("wrong", "mend"),), 1)])
def test_it_ends_with_1_when_anything_is_wrong(monkeypatch: pytest.MonkeyPatch, capsys, findings: tuple[Finding, ...], status: int):
    monkeypatch.setattr(doctor, "_local", lambda: None)
    monkeypatch.setattr(doctor, "everything", lambda *args: Examined(findings))
    with pytest.raises(SystemExit) as ended:
        doctor.main(["--force", "dorset"])
    assert ended.value.code == status
    assert capsys.readouterr().out.startswith("dorset: ")


def test_a_force_that_has_no_slack_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(doctor, "_local", lambda: None)
    with pytest.raises(SystemExit, match="No policy of nowhere"):
        doctor.main(["--force", "nowhere"])


def test_the_deployed_stage_says_itself_where_it_is(monkeypatch: pytest.MonkeyPatch):
    class Session:
        region_name = "eu-west-2"

        def client(self, name: str, **options: Any) -> Any:
            return CloudFormation() if name == "cloudformation" else None

    class CloudFormation:
        def describe_stacks(self, StackName: str) -> Any:  # noqa: N803 - boto3's word
            outputs = {"ApiId": "abc123", "TableName": "evr"}
            return {
                "Stacks": [
                    {
                        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()],
                        "Outputs": [{"OutputKey": key, "OutputValue": value} for key, value in outputs.items()],
                    }
                ]
            }

    monkeypatch.setattr(doctor.boto3, "Session", Session)
    given = {"DomainName": "", "SlackApi": "https://slack.com/api/"}
    stage = doctor._on_aws()
    assert stage.request_url == "https://abc123.execute-api.eu-west-2.amazonaws.com/api/chat/slack"
    assert stage.slack_api == "https://slack.com/api/"
    given["DomainName"] = "evr.example.police.uk"
    assert doctor._on_aws().request_url == "https://evr.example.police.uk/chat/slack"
