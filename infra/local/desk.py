"""What only the local system answers, below /local/: tokens, the CAD simulator, Slack's, texts that were 'sent', reload."""

from __future__ import annotations

from typing import Any

from infra.local import people, words
from infra.local.cad import CommandAndControl
from infra.local.front import as_json, from_json, problem
from infra.local.issuer import Issuer
from infra.local.place import Place, forces
from infra.local.proxy import Answer
from infra.local.sign_in import SignIn
from infra.local.slack.local import LocalSlack
from infra.local.system import System
from infra.local.texts import Texts
from infra.package import PackagingFailed
from infra.stack import DeploymentFailed


class Desk:
    """Answers by method and path parts; nothing means there is no such address."""

    def __init__(self, place: Place, issuer: Issuer, cad: CommandAndControl, slack: LocalSlack, local: System) -> None:
        self._place, self._issuer, self._cad, self._slack, self._local = place, issuer, cad, slack, local
        self._texts_sent = Texts(place)
        self._sign_in = SignIn(issuer)

    def answer(self, method: str, parts: list[str], body: bytes, headers: dict[str, str], query: str = "") -> Answer | None:
        match parts:
            case ["slack", *rest]:
                return self._slack.answer(method, rest, body, headers, query)
            case ["cad", force, *rest] if force in forces():
                return self._cad_answer(method, force, rest, body, headers)
            case ["issuer", force, *rest] if force in forces():
                return self._sign_in.answer(method, force, rest, body, headers, query)
            case ["notify", force, *rest] if force in forces():
                return self._local.notify.answer(method, force, rest, body, headers, query)
            case _:
                return self._own(method, parts, body)

    def _own(self, method: str, parts: list[str], body: bytes) -> Answer | None:
        match method, parts:
            case "POST", ["token"]:
                return self._token(body)
            case "GET", ["people"]:
                return as_json({"forces": forces(), "people": people.as_list()})
            case "GET", ["words", force] if force in forces():
                return as_json(words.of(force))
            case "GET", ["texts"]:
                return as_json({"texts": self._texts()})
            case "POST", ["reload"]:
                return self._reload()
        return None

    def _cad_answer(self, method: str, force: str, rest: list[str], body: bytes, headers: dict[str, str]) -> Answer | None:
        match method, rest:
            case "POST", []:
                return Answer(self._cad.receive(force, body, headers), [], b"")
            case "GET", []:
                return as_json({"up": self._cad.is_up(force), "log": self._cad.log(force)})
            case "GET", ["last", number] if number.isdigit():
                return as_json({"up": self._cad.is_up(force), "log": self._cad.log(force, int(number[:6]))})
            case "GET", ["about", reference]:
                return as_json({"up": self._cad.is_up(force), "log": self._cad.about(force, reference)})
            case "POST", ["switch"]:
                up = from_json(body).get("up")
                if not isinstance(up, bool):
                    return problem(400, "invalid", 'Send {"up": true} or {"up": false}.')
                self._cad.switch(force, up)
                return as_json({"up": up})
        return None

    def _token(self, body: bytes) -> Answer:
        wanted = from_json(body)
        force, subject, scopes = wanted.get("force", "dorset"), wanted.get("sub"), wanted.get("scopes", [])
        if force not in forces() or not isinstance(subject, str) or not isinstance(scopes, list):
            return problem(400, "invalid", 'Send {"sub": "...", "scopes": ["..."], "force": "..."} with a force that has a policy.')
        return as_json({"token": self._issuer.token(force, subject, [str(scope) for scope in scopes])})

    def _texts(self) -> list[dict[str, Any]]:
        running = self._local.running
        if running is None:
            return []
        sent = [*self._texts_sent.sent(running.endpoint_url), *self._local.notify.sent()]
        return sorted(sent, key=lambda text: str(text["at"]), reverse=True)

    def _reload(self) -> Answer:
        try:
            return as_json({"changed": self._local.deploy()})
        except (PackagingFailed, DeploymentFailed) as failure:
            return problem(422, "not_packaged", str(failure))
