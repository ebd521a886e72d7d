"""The seal: an independent program finds it good, and finds every change."""

import json

import pytest

from chalicelib.papers import seal as sealing
from chalicelib.papers import seal_secret, sheet
from chalicelib.papers.seal_secret import Seal
from chalicelib.secrets import NotConfigured
from tests.unit.papers.looks import verdict

PAPER = sheet.pdf([sheet.heading("Test"), sheet.paragraph("Nothing happened to nobody.")], "Test", "Test foot")


@pytest.fixture(scope="module")
def sealed(seal: Seal) -> bytes:
    return sealing.sealed(PAPER, seal, "Signed by the witness by video")


def test_another_program_finds_the_seal_good(sealed, tmp_path):
    said = verdict(sealed, tmp_path)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "Electronic seal of testshire" in said


def test_the_seal_carries_a_time_stamp(sealed):
    from io import BytesIO

    from pyhanko.pdf_utils.reader import PdfFileReader

    (signature,) = PdfFileReader(BytesIO(sealed)).embedded_signatures
    attributes = [each["type"].native for each in signature.signer_info["unsigned_attrs"]]
    assert "signature_time_stamp_token" in attributes


@pytest.mark.parametrize("where", [0.05, 0.3, 0.6])
def test_a_changed_byte_breaks_it(sealed, tmp_path, where):
    at = int(len(PAPER) * where)
    changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    assert "Signature is Valid" not in verdict(changed, tmp_path)


def test_what_is_added_afterwards_can_be_seen(sealed, tmp_path):
    assert "Total document signed" not in verdict(sealed + b"\n% more\n", tmp_path)


# --- the secret -----------------------------------------------------------------------------------------------------------------


def read(raw: dict, *, local: bool = False) -> Seal:
    return seal_secret.read("evr/testshire/seal", json.dumps(raw), local)


def test_a_stamp_of_ones_own_is_for_a_developers_machine(raw_seal):
    assert read(raw_seal, local=True).local_stamp
    with pytest.raises(NotConfigured, match="developer's machine"):
        read(raw_seal)


def test_without_a_time_stamping_authority_nothing_is_sealed(raw_seal):
    with pytest.raises(NotConfigured, match="no time stamping authority"):
        read({name: raw_seal[name] for name in ("key", "certificates")})


def test_the_authority_is_asked_over_tls(raw_seal):
    with pytest.raises(NotConfigured, match="https"):
        read({"key": "k", "certificates": "c", "tsa": "http://tsa.example"})
    assert read({"key": "k", "certificates": "c", "tsa": "https://tsa.example"}).tsa


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"key": 1}', '{"key": "SECRETWORD", "certificates": "", "pin": "SECRETWORD"}'])
def test_a_malformed_secret_is_named_and_not_repeated(text):
    with pytest.raises(NotConfigured) as told:
        seal_secret.read("evr/testshire/seal", text)
    assert "evr/testshire/seal" in str(told.value)
    assert "SECRETWORD" not in str(told.value)


def test_a_key_that_is_none_is_said_without_repeating_it(raw_seal):
    for broken in ({"key": "SECRETWORD"}, {"certificates": "SECRETWORD"}):
        with pytest.raises(sealing.BadSeal) as told:
            sealing.sealed(PAPER, read({**raw_seal, **broken}, local=True), "x")
        assert "SECRETWORD" not in str(told.value)


def test_an_authority_that_does_not_answer_is_worth_trying_again(raw_seal):
    silent = {**raw_seal, "tsa": "http://127.0.0.1:9/tsa"}
    del silent["local_stamp"]
    with pytest.raises(sealing.NoTimeStamp):
        sealing.sealed(PAPER, read(silent, local=True), "x")
