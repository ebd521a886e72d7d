"""Are the texts and emails of a force set up, at the providers that its policy names? Looks only; sends nothing.

On this machine the providers are stand-ins: then the secrets and the length of the texts are looked at, and no account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError
from msgspec import Struct

from chalicelib.chat.slack.doctor_words import Finding
from chalicelib.domain.policy import Policy
from chalicelib.domain.policy.check_length import filled
from chalicelib.domain.policy.codes import MOST_PARTS, TOKEN_LETTERS
from chalicelib.domain.segments import parts
from chalicelib.outbound.providers import notify_key
from chalicelib.outbound.providers.notify_key import NotifyKey
from chalicelib.outbound.wording import link
from chalicelib.secrets import NotConfigured, Secrets, SecretsDown

SEE = "docs/providers.md"
#: What AWS calls the United Kingdom.
HERE = "GB"


class Sending(Struct, frozen=True, kw_only=True):
    """The stage as far as texts go. `aws` makes a client of a service; None where the accounts are an emulator's."""

    link_base: str
    secret: Callable[[str], str]
    aws: Callable[[str], Any] | None = None


def examine(sending: Sending, policy: Policy) -> tuple[Finding, ...]:
    """Everything that would keep a victim from getting a message that they can trust."""
    looks: dict[str, Callable[[], Iterator[Finding]]] = {"": lambda: _texts(sending, policy)}
    for name in dict.fromkeys((*policy.texts.sms, *policy.texts.email)):
        looks[name] = {
            "notify": lambda: _notify(sending, policy),
            "end_user_messaging": lambda: _end_user_messaging(sending, policy),
            "ses": lambda: _ses(sending, policy),
            "sns": lambda: _sns(sending),
        }[name]
    return tuple(finding for name, look in looks.items() for finding in _looked(name, look))


def _looked(name: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        yield Finding(f"{name}: AWS says {code} when looked at.", "Look with credentials that may read this service, then again.")
    except BotoCoreError as error:
        yield Finding(
            f"{name}: AWS does not answer ({type(error).__name__}).", "Try again; is the region one that has the service?"
        )


def _texts(sending: Sending, policy: Policy) -> Iterator[Finding]:
    """Policies are checked with `https://<domain>/v`; the stage's own address may be another."""
    longest = link(sending.link_base, policy.link.domain, "x" * TOKEN_LETTERS)
    for language, templates in policy.texts.templates.items():
        count = parts(filled(templates["link_sms"], policy.texts.names.get(language, policy.name), longest))
        if count > MOST_PARTS:
            yield Finding(
                f"texts.templates.{language}.link_sms takes {count} parts with this stage's LinkBase, {MOST_PARTS} at most.",
                "Shorten LinkBase in infra/stages/<stage>.json, or the text in the policy, and deploy.",
            )
    address = urlsplit(longest)
    if sending.aws and (address.scheme, address.hostname) != ("https", policy.link.domain):
        yield Finding(
            f"Links lead to {address.scheme}://{address.hostname}, the policy's link.domain is {policy.link.domain}.",
            "Set LinkBase to https://{domain}/v in infra/stages/<stage>.json and deploy: a victim trusts the force's own address.",
        )


def _notify(sending: Sending, policy: Policy) -> Iterator[Finding]:
    secrets: Secrets[NotifyKey] = Secrets(sending.secret, notify_key.read)
    try:
        key = secrets.find(notify_key.name_of(policy.force))
    except (NotConfigured, SecretsDown) as mistake:
        yield Finding(f"notify: {mistake}.", f"Put the service's API key and a callback token of yours into it ({SEE}).")
        return
    if sending.aws and key.url != notify_key.LIVE:
        yield Finding("notify: the secret names a stand-in's url.", "Take the field url out of it: on AWS it is Notify itself.")


def _end_user_messaging(sending: Sending, policy: Policy) -> Iterator[Finding]:
    if sending.aws is None:
        return
    client = sending.aws("pinpoint-sms-voice-v2")
    tiers = {each["Name"]: each["Value"] for each in client.describe_account_attributes()["AccountAttributes"]}
    if tiers.get("ACCOUNT_TIER") != "PRODUCTION":
        yield Finding("end_user_messaging: the account is in the SMS sandbox.", f"Ask AWS for production access ({SEE}).")
    if policy.texts.aws_origin:
        return
    wanted = {"SenderId": policy.texts.sender, "IsoCountryCode": HERE}
    found = client.describe_sender_ids(Filters=[{"Name": "iso-country-code", "Values": [HERE]}])["SenderIds"]
    if not any(wanted.items() <= each.items() for each in found):
        yield Finding(
            f"end_user_messaging: the sender {policy.texts.sender} is not registered for {HERE}.",
            "Register it in the console, or name what sends in the policy's texts.aws_origin.",
        )


def _ses(sending: Sending, policy: Policy) -> Iterator[Finding]:
    if sending.aws is None:
        return
    client, domain = sending.aws("sesv2"), policy.link.domain
    if not client.get_account()["ProductionAccessEnabled"]:
        yield Finding("ses: the account is in the SES sandbox.", f"Ask AWS for production access ({SEE}).")
    try:
        identity = client.get_email_identity(EmailIdentity=domain)
    except client.exceptions.NotFoundException:
        identity = {}
    if not identity.get("VerifiedForSendingStatus"):
        yield Finding(f"ses: {domain} may not send emails.", f"Verify the domain in the console, with DKIM ({SEE}).")
    elif identity.get("DkimAttributes", {}).get("Status") != "SUCCESS":
        yield Finding(f"ses: emails of {domain} are not signed.", "Publish the three DKIM records that the console shows.")


def _sns(sending: Sending) -> Iterator[Finding]:
    if sending.aws:
        yield Finding(
            "sns: it never tells what became of a text, so that the officer waits for a victim who may have got nothing.",
            f"Name end_user_messaging or notify in the policy's texts.sms ({SEE}).",
        )
