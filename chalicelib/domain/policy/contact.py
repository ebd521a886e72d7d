"""How the force reaches a victim, and how the control room's system hears of it."""

from datetime import timedelta

from .kinds import Code, HostName, Language, SecretName, Section, SenderName, Switch, Words


class LinkRules(Section, frozen=True):
    """The life of a video link that nobody closes.

    lifetime: 72 h (decision of this project). expiring_before: so long before its end the officer is warned.
    domain: host of the link, on the force's own domain (NCSC guidance as reported in DOMAIN.md).
    """

    lifetime: timedelta
    expiring_before: timedelta
    domain: HostName


class Texts(Section, frozen=True):
    """What is sent to a victim's phone or mailbox, which the offender may see.

    sender: name shown for a text message. sms, email: names of providers, tried in this order.
    templates: language to name to text, with `{force}`, `{reference}` and `{link}` only; a text names no crime, urges
        nothing and says how to check by calling 101 (NCSC guidance as reported in DOMAIN.md).
    """

    sender: SenderName
    sms: tuple[Code, ...]
    email: tuple[Code, ...]
    templates: dict[Language, dict[Code, Words]]


class Cad(Section, frozen=True):
    """Signed updates for command and control: `push` them or leave it to pull; `secret` names the signing key."""

    push: Switch
    secret: SecretName
