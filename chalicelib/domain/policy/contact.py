"""How the force reaches a victim, and how the control room's system hears of it."""

from datetime import timedelta

from .kinds import AwsOrigin, Code, HostName, Language, NotifyId, SecretName, Section, SenderName, Switch, Words


class LinkRules(Section, frozen=True):
    """The life of a video link that nobody closes.

    lifetime: 72 h (decision of this project). expiring_before: so long before its end the officer is warned.
    domain: host of the link, on the force's own domain (NCSC guidance as reported in DOMAIN.md).
    """

    lifetime: timedelta
    expiring_before: timedelta
    domain: HostName


class Notify(Section, frozen=True):
    """GOV.UK Notify, for a force that sends through it; its key stands in the secret `evr/<force>/notify`.

    sms_template, email_template: templates there whose whole content is `((body))`, and `((subject))` as an email's
        subject: so the words stand here, whoever carries them. sms_sender, reply_to: empty for the service's default.
    """

    sms_template: NotifyId = ""
    email_template: NotifyId = ""
    sms_sender: NotifyId = ""
    reply_to: NotifyId = ""


class Texts(Section, frozen=True):
    """What is sent to a victim's phone or mailbox, which the offender may see.

    sender: name shown for a text message. sms, email: names of providers, tried in this order.
    templates: language to name to text, with `{force}`, `{reference}` and `{link}` only; a text names no crime, urges
        nothing and says how to check by calling 101 (NCSC guidance as reported in DOMAIN.md).
    names: language to the force's name in it, where it has another one. aws_origin: what AWS End User Messaging sends
        from, when it is not the sender's name.
    """

    sender: SenderName
    sms: tuple[Code, ...]
    email: tuple[Code, ...]
    templates: dict[Language, dict[Code, Words]]
    names: dict[Language, Words] = {}  # noqa: RUF012 - msgspec gives each its own
    notify: Notify = Notify()
    aws_origin: AwsOrigin = ""


class PageWords(Section, frozen=True):
    """What a force says on the victim's page in its own words, in one language; a list holds paragraphs.

    privacy: how the video is used, instead of the paragraph that stands for every force. support: who helps a victim here.
    """

    privacy: tuple[Words, ...] = ()
    support: tuple[Words, ...] = ()


class Cad(Section, frozen=True):
    """Signed updates for command and control: `push` them or leave it to pull; `secret` names the signing key."""

    push: Switch
    secret: SecretName
