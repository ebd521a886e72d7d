"""What a deployment says: read once, every mistake named, and nothing that could open a door by accident."""

from __future__ import annotations

import json

import pytest

from chalicelib import settings
from tests.contract.conftest import ENVIRONMENT

IDENTITY = {"issuer": "https://id.test.example/a", "jwks_url": "https://id.test.example/keys", "audience": "evr"}


def read(**changes: object) -> settings.Identity:
    given = ENVIRONMENT | {"EVR_IDENTITY": json.dumps({"dorset": IDENTITY | changes})}
    return settings.read(given).identity["dorset"]


def test_without_a_client_the_rest_is_as_it_was():
    assert (read().client_id, read().scopes, read().origins) == (None, "openid staff read", ())


def test_a_client_of_the_page_with_scopes_and_origins_of_its_own():
    found = read(client_id="spa", scopes="openid api://evr/staff api://evr/read", origins=["https://token.test.example"])
    assert found.scopes.split() == ["openid", "api://evr/staff", "api://evr/read"]
    assert found.origins == ("https://token.test.example",)


MISTAKES = {
    "the API's audience as client": ({"client_id": "evr"}, "client_id and audience have to differ"),
    "no openid": ({"client_id": "spa", "scopes": "staff read"}, "'openid' among them"),
    "a line break in the scopes": ({"client_id": "spa", "scopes": "openid\nstaff"}, "printable ASCII"),
    "two spaces": ({"client_id": "spa", "scopes": "openid  staff"}, "printable ASCII"),
    "a directive in an origin": ({"client_id": "spa", "origins": ["https://x.example; script-src *"]}, "issuer and origins"),
    "a wildcard": ({"client_id": "spa", "origins": ["https://*.example"]}, "issuer and origins"),
    "plain HTTP": ({"client_id": "spa", "issuer": "http://id.test.example"}, "issuer and origins"),
    "no address at all": ({"client_id": "spa", "origins": ["'unsafe-inline'"]}, "issuer and origins"),
    "an unknown field": ({"client": "spa"}, "client"),
}


@pytest.mark.parametrize(("changes", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named(changes: dict[str, object], said: str):
    with pytest.raises(settings.SettingsError, match="EVR_IDENTITY") as found:
        read(**changes)
    assert said in str(found.value)


def test_all_that_is_wrong_is_named_at_once():
    with pytest.raises(settings.SettingsError) as found:
        settings.read(ENVIRONMENT | {"EVR_TABLE": "", "EVR_IDENTITY": json.dumps({"dorset": IDENTITY | {"client_id": "evr"}})})
    assert "EVR_TABLE is not set" in str(found.value)
    assert "dorset: client_id" in str(found.value)
