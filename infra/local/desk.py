"""What only the local system answers, below /local/: tokens, the CAD simulator, texts that were 'sent', reload."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import urlopen

from infra.local import people
from infra.local.cad import CommandAndControl
from infra.local.front import as_json, problem
from infra.local.issuer import Issuer
from infra.local.place import Place, forces
from infra.local.proxy import Answer
from infra.local.system import System
from infra.package import PackagingFailed
from infra.stack import DeploymentFailed


class Desk:
    """Answers by method and path parts; nothing means there is no such address."""

    def __init__(self, place: Place, issuer: Issuer, cad: CommandAndControl, local: System) -> None:
        self._place, self._issuer, self._cad, self._local = place, issuer, cad, local

    def answer(self, method: str, parts: list[str], body: bytes, headers: dict[str, str]) -> Answer | None:
        match method, parts:
            case "GET", ["issuer", force, "jwks.json"] if force in forces():
                return as_json(self._issuer.jwks())
            case "POST", ["token"]:
                return self._token(body)
            case "GET", ["people"]:
                return as_json({"forces": forces(), "people": people.as_list()})
            case "GET", ["texts"]:
                return as_json({"texts": self._texts()})
            case "POST", ["reload"]:
                return self._reload()
            case _, ["cad", force, *rest] if force in forces():
                return self._cad_answer(method, force, rest, body, headers)
        return None

    def _cad_answer(self, method: str, force: str, rest: list[str], body: bytes, headers: dict[str, str]) -> Answer | None:
        match method, rest:
            case "POST", []:
                return Answer(self._cad.receive(force, body, headers), [], b"")
            case "GET", []:
                return as_json({"up": self._cad.is_up(force), "log": self._cad.log(force)})
            case "POST", ["switch"]:
                up = _decoded(body).get("up")
                if not isinstance(up, bool):
                    return problem(400, "invalid", 'Send {"up": true} or {"up": false}.')
                self._cad.switch(force, up)
                return as_json({"up": up})
        return None

    def _token(self, body: bytes) -> Answer:
        wanted = _decoded(body)
        force, subject, scopes = wanted.get("force", "dorset"), wanted.get("sub"), wanted.get("scopes", [])
        if force not in forces() or not isinstance(subject, str) or not isinstance(scopes, list):
            return problem(400, "invalid", 'Send {"sub": "...", "scopes": ["..."], "force": "..."} with a force that has a policy.')
        return as_json({"token": self._issuer.token(force, subject, [str(scope) for scope in scopes])})

    def _texts(self) -> list[dict[str, Any]]:
        running = self._local.running
        if running is None:
            return []
        sms = _inspect(f"{running.endpoint_url}/_ministack/sns/sms-messages")
        mail = _inspect(f"{running.endpoint_url}/_ministack/ses/messages")
        return sorted([*_sms(sms), *_mail(mail)], key=lambda text: str(text["at"]), reverse=True)

    def _reload(self) -> Answer:
        try:
            return as_json({"changed": self._local.deploy()})
        except (PackagingFailed, DeploymentFailed) as failure:
            return problem(422, "not_packaged", str(failure))


def _sms(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"by": "sms", "to": number, "body": text.get("Message"), "at": text.get("Timestamp")}
        for number, texts in answer.get("sms_messages", {}).items()
        for text in texts
    ]


def _mail(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "by": "email",
            "to": ", ".join(mail["To"]),
            "subject": mail["Subject"],
            "body": mail["BodyText"],
            "at": mail["Timestamp"],
        }
        for mails in answer.get("messages", {}).values()
        for mail in mails
    ]


def _inspect(address: str) -> dict[str, Any]:
    with urlopen(address, timeout=5) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def _decoded(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body or b"{}")
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
