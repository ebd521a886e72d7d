"""`make doctor` and the texts: what would keep a victim from getting a message that they can trust."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from botocore.stub import Stubber
from msgspec.structs import replace

from chalicelib.domain.policy import Policy
from infra.doctor_texts import Sending, examine
from tests.builders import policy

ID = "00000000-0000-4000-8000-000000000000"
SECRET = json.dumps({"api_key": f"evr-{ID}-{ID}", "callback_token": "x" * 20})
BASE = "https://{domain}/v"


def through(*providers: str, **texts: Any) -> Policy:
    usual = policy()
    sms = tuple(each for each in providers if each != "ses")
    return replace(usual, texts=replace(usual.texts, sms=sms, email=tuple(each for each in providers if each == "ses"), **texts))


def aws(*answers: tuple[str, str, dict[str, Any]]) -> Callable[[str], Any]:
    """Clients that give these answers, each `(service, operation, answer)`, or an error code as the answer."""
    clients = {}
    for service in {service for service, _, _ in answers}:
        clients[service] = boto3.client(service, region_name="eu-west-2", aws_access_key_id="x", aws_secret_access_key="x")
        stub = Stubber(clients[service])
        for name, operation, answer in answers:
            if name == service:
                if "error" in answer:
                    stub.add_client_error(operation, answer["error"])
                else:
                    stub.add_response(operation, answer)
        stub.activate()
    return clients.__getitem__


def found(of: Policy, secret: str = SECRET, base: str = BASE, clients: Callable[[str], Any] | None = None) -> list[str]:
    findings = examine(Sending(link_base=base, secret=lambda name: secret, aws=clients), of)
    assert all(each.mend for each in findings)
    return [each.wrong for each in findings]


def eum(tier: str = "PRODUCTION", sender: str = "DorsetPol") -> Callable[[str], Any]:
    service = "pinpoint-sms-voice-v2"
    senders = [{"SenderIdArn": "a", "SenderId": sender, "IsoCountryCode": "GB", "MessageTypes": [], "MonthlyLeasingPrice": "0"}]
    for each in senders:
        each |= {"DeletionProtectionEnabled": False, "Registered": True}
    return aws(
        (service, "describe_account_attributes", {"AccountAttributes": [{"Name": "ACCOUNT_TIER", "Value": tier}]}),
        (service, "describe_sender_ids", {"SenderIds": senders}),
    )


def ses(production: bool = True, **identity: Any) -> Callable[[str], Any]:
    usual = {"VerifiedForSendingStatus": True, "DkimAttributes": {"Status": "SUCCESS"}}
    return aws(("sesv2", "get_account", {"ProductionAccessEnabled": production}), ("sesv2", "get_email_identity", usual | identity))


# --- the texts ----------------------------------------------------------------------------------------------------------------


def test_the_sample_policies_are_in_order_on_this_machine():
    for force in ("dorset", "wessexshire"):
        assert found(policy(force), base="http://127.0.0.1:8800/v") == []


def test_a_link_base_that_makes_a_text_too_long_is_named_with_its_language():
    wrong = found(through("notify"), base=f"https://{{domain}}/{'x' * 120}/v")
    assert wrong[0] == "texts.templates.en.link_sms takes 3 parts with this stage's LinkBase, 2 at most."
    assert any("templates.cy" in each for each in wrong)


def test_links_that_do_not_lead_to_the_forces_own_domain_are_named_on_aws_only():
    assert found(through("notify"), base="http://evr.example/v") == []
    (wrong,) = found(through("notify"), base="http://evr.example/v", clients=aws())
    assert wrong.startswith("Links lead to http://evr.example, the policy's link.domain is ")


# --- Notify -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("secret", "says"),
    [
        ("no json", "has to be JSON"),
        (json.dumps({"api_key": "evr-1-2", "callback_token": "x" * 20}), "two identifiers"),
        (json.dumps({"api_key": f"evr-{ID}-{ID}", "callback_token": "short"}), "20 letters at least"),
    ],
)
def test_a_secret_that_is_none_is_named_and_never_quoted(secret: str, says: str):
    (wrong,) = found(through("notify"), secret)
    assert wrong.startswith("notify: secret evr/dorset/notify") and says in wrong
    assert "short" not in wrong.replace("Shorten", "")


def test_a_secret_that_is_not_there():
    def missing(name: str) -> str:
        raise ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "GetSecretValue")

    (finding,) = examine(Sending(link_base=BASE, secret=missing), through("notify"))
    assert finding.wrong == "notify: secret evr/dorset/notify does not exist."


def test_a_stand_in_is_not_for_aws():
    stand_in = json.dumps(json.loads(SECRET) | {"url": "http://127.0.0.1:8800/local/notify"})
    assert found(through("notify"), stand_in) == []
    assert found(through("notify"), stand_in, clients=aws()) == ["notify: the secret names a stand-in's url."]


# --- AWS ----------------------------------------------------------------------------------------------------------------------


def test_end_user_messaging_in_order():
    assert found(through("end_user_messaging"), clients=eum()) == []


def test_end_user_messaging_in_the_sandbox_without_its_sender():
    assert found(through("end_user_messaging"), clients=eum("SANDBOX", "Another")) == [
        "end_user_messaging: the account is in the SMS sandbox.",
        "end_user_messaging: the sender DorsetPol is not registered for GB.",
    ]


def test_an_origin_of_its_own_needs_no_sender():
    assert found(through("end_user_messaging", aws_origin="+447700900001"), clients=eum(sender="Another")) == []


def test_ses_in_order():
    assert found(through("ses"), clients=ses()) == []


def test_ses_in_the_sandbox_with_a_domain_that_is_not_verified_or_not_signed():
    assert [each.partition(":")[2] for each in found(through("ses"), clients=ses(False, VerifiedForSendingStatus=False))] == [
        " the account is in the SES sandbox.",
        f" {policy().link.domain} may not send emails.",
    ]
    (wrong,) = found(through("ses"), clients=ses(DkimAttributes={"Status": "PENDING"}))
    assert wrong == f"ses: emails of {policy().link.domain} are not signed."


def test_ses_that_does_not_know_the_domain():
    clients = aws(
        ("sesv2", "get_account", {"ProductionAccessEnabled": True}), ("sesv2", "get_email_identity", {"error": "NotFoundException"})
    )
    assert found(through("ses"), clients=clients) == [f"ses: {policy().link.domain} may not send emails."]


def test_sns_is_not_for_victims():
    (wrong,) = found(through("sns"), clients=aws())
    assert wrong.startswith("sns: it never tells")


def test_what_may_not_be_looked_at_is_said_and_the_rest_is_looked_at():
    clients = aws(("sesv2", "get_account", {"error": "AccessDeniedException"}))
    assert found(through("ses", "notify"), "no json", clients=clients) == [
        'notify: secret evr/dorset/notify has to be JSON: {"api_key": "...", "callback_token": "..."}.',
        "ses: AWS says AccessDeniedException when looked at.",
    ]


def test_a_service_that_does_not_answer():
    def down(service: str) -> Any:
        raise EndpointConnectionError(endpoint_url="https://email.eu-west-2.amazonaws.com")

    assert found(through("ses"), clients=down) == ["ses: AWS does not answer (EndpointConnectionError)."]
