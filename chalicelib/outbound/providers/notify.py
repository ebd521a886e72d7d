"""Text messages and emails through GOV.UK Notify, over its documented HTTP API (ADR: why not its own client).

The words stay in our policy: the templates at Notify hold nothing but `((body))`, and `((subject))` for an email.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import msgspec

from ...domain.policy.contact import Notify as Section
from ...secrets import NotConfigured, Secrets, SecretsDown
from ..letter import Letter
from ..marks import Mark
from . import NewCode, NotSent, NotSetUp, SendError, Unknown
from .http import Answer, ask
from .notify_codes import FINAL, NOT_SET_UP, PASSING
from .notify_key import NotifyKey, name_of

Ask = Callable[[str, str, dict[str, str], bytes | None], Answer]


class Notify:
    """`Provider` and `Remembers` for one force. `texts`: the policy's section; `ask` makes one HTTP request, and never a second."""

    def __init__(
        self,
        keys: Secrets[NotifyKey],
        force: str,
        texts: Section,
        ask: Ask = ask,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._keys, self._force, self._texts, self._ask, self._now = keys, force, texts, ask, now

    def send(self, letter: Letter, mark: Mark) -> str:
        body = self._text(letter) if letter.channel == "sms" else self._email(letter)
        answer = self._request("POST", f"/v2/notifications/{letter.channel}", body | {"reference": str(mark)})
        if answer.status == 201 and isinstance(answer.json, dict) and isinstance(answer.json.get("id"), str):
            return str(answer.json["id"])
        raise _refused(answer)

    def had(self, letter: Letter, mark: Mark) -> str | None:
        """Notify finds a message by our reference. That it finds none proves nothing: it may be about to write it down."""
        found = self._request("GET", f"/v2/notifications?reference={quote(str(mark), safe='')}&template_type={letter.channel}")
        if found.status != 200 or not isinstance(found.json, dict):
            raise _refused(found)
        listed = found.json.get("notifications") or ()
        ours = [each["id"] for each in listed if isinstance(each, dict) and each.get("reference") == str(mark)]
        return str(ours[-1]) if ours else None

    def _text(self, letter: Letter) -> dict[str, Any]:
        sender = {"sms_sender_id": self._texts.sms_sender} if self._texts.sms_sender else {}
        personal = {"phone_number": letter.to, "personalisation": {"body": letter.body}}
        return personal | {"template_id": self._texts.sms_template} | sender

    def _email(self, letter: Letter) -> dict[str, Any]:
        reply_to = {"email_reply_to_id": self._texts.reply_to} if self._texts.reply_to else {}
        personal = {"email_address": letter.to, "personalisation": {"subject": letter.subject, "body": letter.body}}
        return personal | {"template_id": self._texts.email_template} | reply_to

    def _request(self, method: str, path: str, body: dict[str, Any] | None = None) -> Answer:
        try:
            key = self._keys.find(name_of(self._force))
        except NotConfigured as error:
            raise NotSetUp("secret") from error
        except SecretsDown as error:
            raise NotSent("secret", passing=True) from error
        headers = {"Authorization": f"Bearer {self._token(key)}", "Content-Type": "application/json"}
        return self._ask(method, key.url.rstrip("/") + path, headers, msgspec.json.encode(body) if body else None)

    def _token(self, key: NotifyKey) -> str:
        """Signed for this one request: Notify takes it for 30 seconds."""
        import jwt

        service, secret = key.service_and_secret
        return jwt.encode({"iss": service, "iat": int(self._now())}, secret, algorithm="HS256")


def _refused(answer: Answer) -> SendError:
    """Only what Notify may have worked on leaves it open whether the message went out: a 5xx, or a yes that nobody can read."""
    kind = _kind(answer.json)
    code = f"{answer.status} {kind}".strip()
    if answer.status >= 500 or 200 <= answer.status < 300:
        return Unknown(code)
    said = (answer.status, kind)
    if said in FINAL:
        return NotSent(code, reason=FINAL[said])
    if said in PASSING:
        return NotSent(code, passing=True)
    return NotSetUp(code) if said in NOT_SET_UP else NewCode(code)


def _kind(body: Any) -> str:
    """`{"errors": [{"error": "BadRequestError", "message": ...}]}`: the kind, never the message."""
    errors = body.get("errors") if isinstance(body, dict) else None
    first = errors[0] if isinstance(errors, list) and errors else None
    kind = first.get("error") if isinstance(first, dict) else None
    return kind if isinstance(kind, str) and kind.isidentifier() else ""
