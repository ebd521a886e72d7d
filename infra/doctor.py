"""`make doctor [ONLY=dorset] [AWS=1]`: is the set-up of each force's Slack and texts in order, and if not, how is it mended?

Looks at the running local system; with AWS=1 at the deployed stage, with the credentials and region of the environment. Looks only:
it posts nothing and changes nothing. Ends with 1 when anything is wrong.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from msgspec import Struct

from chalicelib.chat.slack import doctor_words as words
from chalicelib.chat.slack.calls import SLACK, Api
from chalicelib.chat.slack.doctor import Examined, Patient, examine
from chalicelib.chat.slack.doctor_words import Finding
from chalicelib.chat.slack.post import Budget, Http
from chalicelib.chat.slack.secrets import NotConfigured, Secrets, SecretsDown
from chalicelib.chat.slack.secrets import Secret as SlackSecret
from chalicelib.chat.slack.signing import PLATFORM
from chalicelib.chat.wall import Unanswered
from chalicelib.domain.policy import Policy
from chalicelib.outbound.ports import Within
from chalicelib.outbound.troubles import troubles
from chalicelib.policies import load_policies
from chalicelib.store import officers
from chalicelib.store.dynamo import DynamoTable
from chalicelib.store.rows import Table
from infra import doctor_texts, stack
from infra.doctor_texts import Sending
from infra.local.emulator import ACCOUNT, REGION
from infra.local.place import here
from infra.replay import local_endpoint

STACK = "evr"
PATH = "/chat/slack"
CALL_SECONDS, FORCE_SECONDS = 8.0, 60.0


class Stage(Struct, frozen=True, kw_only=True):
    """What is looked at: where requests come in, where Slack is, what is kept."""

    request_url: str
    slack_api: str
    secrets: Secrets
    table: Table
    sending: Sending | None = None


def main(arguments: list[str]) -> None:
    options = _options(arguments)
    try:
        stage = _on_aws() if options.aws else _local()
        found = {force: everything(stage, force, policy) for force, policy in _forces(options.force).items()}
    except (BotoCoreError, ClientError) as failure:
        sys.exit(f"The stage could not be looked at: {failure}")
    for force, examined in found.items():
        print("\n".join(report(force, examined)))
    sys.exit(1 if any(examined.findings for examined in found.values()) else 0)


def everything(stage: Stage, force: str, policy: Policy) -> Examined:
    """A force's Slack, if it has one, and its texts and emails."""
    chat = look(stage, force, policy) if PLATFORM in policy.chat else Examined(())
    texts = doctor_texts.examine(stage.sending, policy) if stage.sending else ()
    return Examined((*chat.findings, *texts), chat.unseen)


def look(stage: Stage, force: str, policy: Policy) -> Examined:
    """Everything about one force's Slack."""
    workspace, budget = policy.chat[PLATFORM], Within(FORCE_SECONDS)
    try:
        secret = stage.secrets.find(workspace.secret)
    except (NotConfigured, SecretsDown) as mistake:
        return Examined((words.no_secret(str(mistake)),))
    http = Http()
    return examine(
        Patient(
            workspace=workspace,
            secret=secret,
            officers=officers.roster(stage.table, force),
            troubles=troubles(stage.table, force, PLATFORM),
            api=lambda: Api(secret.bot_token, http, Budget(CALL_SECONDS), stage.slack_api),
            probe=partial(probe, stage.request_url),
            time_is_up=budget,
        )
    )


def probe(url: str, secret: SlackSecret) -> Iterator[Finding]:
    """Ask the request URL as Slack does when it is entered there, and once as somebody who is not Slack."""
    body = b'{"type":"url_verification","token":"none","challenge":"doctor"}'
    for key in secret.signing:
        status, said = _asked(url, body, key)
        if status is None:
            yield words.not_reached(url, said)
            return
        if status != 200 or "doctor" not in said:
            yield words.not_accepted(url, status)
    if _asked(url, body, "not the secret")[0] == 200:
        yield words.open_to_all(url)


def _asked(url: str, body: bytes, key: str) -> tuple[int | None, str]:
    """The status and the body; None and why, where nobody answered."""
    at = str(int(time.time()))
    digest = hmac.digest(key.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hex()
    headers = {"Content-Type": "application/json", "X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}
    try:
        answer = Http().post(url, body, headers, Budget(CALL_SECONDS))
    except Unanswered as error:
        return None, str(error)
    return answer.status, answer.body.decode(errors="replace")


def report(force: str, examined: Examined) -> Iterator[str]:
    """Lines for a person."""
    yield f"{force}: {len(examined.findings) or 'nothing'} to mend."
    for number, finding in enumerate(examined.findings, 1):
        yield f"  {number}. {finding.wrong}"
        yield f"     {finding.mend}"
    if examined.unseen:
        yield f"  Not looked at for want of time: {', '.join(examined.unseen)}."


def _forces(only: str) -> dict[str, Policy]:
    found = {force: policy for force, policy in load_policies().items() if only in ("", force)}
    if not found:
        sys.exit(f"No policy{' of ' + only if only else ''} is there.")
    return found


def _local() -> Stage:
    endpoint, place = local_endpoint(), here()
    os.environ.update(AWS_ACCESS_KEY_ID=ACCOUNT, AWS_SECRET_ACCESS_KEY="local")  # noqa: S106 - an emulator asks for none
    session: Any = boto3.Session()
    manager = session.client("secretsmanager", region_name=REGION, endpoint_url=endpoint)
    return Stage(
        request_url=place.base_url + PATH,
        slack_api=f"{place.base_url}/local/slack/api/",
        secrets=_secrets(manager),
        table=DynamoTable("evr", REGION, endpoint),
        sending=Sending(link_base=f"{place.base_url}/v", secret=_fetch(manager)),
    )


def _on_aws() -> Stage:
    session: Any = boto3.Session()
    region = session.region_name or REGION
    cloudformation = session.client("cloudformation", region_name=region)
    given = {each["ParameterKey"]: each["ParameterValue"] for each in _stack(cloudformation).get("Parameters", ())}
    outputs = stack.outputs(cloudformation, STACK)
    own = f"https://{outputs['ApiId']}.execute-api.{region}.amazonaws.com/api"
    manager = session.client("secretsmanager", region_name=region)
    return Stage(
        request_url=(f"https://{given['DomainName']}" if given.get("DomainName") else own) + PATH,
        slack_api=given.get("SlackApi") or SLACK,
        secrets=_secrets(manager),
        table=DynamoTable(outputs["TableName"], region),
        sending=Sending(
            link_base=given.get("LinkBase", ""),
            secret=_fetch(manager),
            aws=partial(session.client, region_name=region),
        ),
    )


def _stack(cloudformation: Any) -> dict[str, Any]:
    found: dict[str, Any] = cloudformation.describe_stacks(StackName=STACK)["Stacks"][0]
    return found


def _secrets(manager: Any) -> Secrets:
    return Secrets(_fetch(manager))


def _fetch(manager: Any) -> Callable[[str], str]:
    return lambda name: str(manager.get_secret_value(SecretId=name)["SecretString"])


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make doctor", description="Look whether chat, texts and emails are set up well.")
    parser.add_argument("--force", default="", help="one force only")
    parser.add_argument("--aws", action="store_true", help="the stage on AWS, not the local system")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
