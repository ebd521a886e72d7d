"""The force's electronic seal on a PDF: a PAdES signature with a time stamp, by pyHanko.

Loaded by the media worker alone: pyHanko stands in its layer.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper, HTTPTimeStamper, TimeStamper, TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .seal_secret import Seal

#: A time stamping authority that does not answer must not hold up the worker.
_TSA_SECONDS = 10


class BadSeal(Exception):
    """The force's seal cannot be used; the sentence says what an administrator mends. It never repeats the secret."""


class NoTimeStamp(Exception):
    """The time stamping authority did not answer, or not as it should: worth trying again."""


def sealed(pdf: bytes, seal: Seal, reason: str) -> bytes:
    """The PDF with the seal: whoever changes a byte of it breaks it. Raises BadSeal and NoTimeStamp."""
    about = PdfSignatureMetadata(
        field_name="Seal",
        reason=reason,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        md_algorithm="sha256",
    )
    signer = PdfSigner(about, signer=_signer(seal), timestamper=_stamper(seal))
    out = BytesIO()
    try:
        signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=out)
    except (TimestampRequestError, OSError) as error:
        raise NoTimeStamp("The time stamping authority did not give a time stamp.") from error
    return out.getvalue()


def _signer(seal: Seal) -> SimpleSigner:
    own, *issuers = _certificates(seal.certificates)
    store: Any = SimpleCertificateStore  # untyped
    known = store()
    known.register_multiple([own, *issuers])
    return SimpleSigner(signing_cert=own, signing_key=_key(seal.key), cert_registry=known)


def _stamper(seal: Seal) -> TimeStamper:
    if seal.tsa:
        return HTTPTimeStamper(seal.tsa, timeout=_TSA_SECONDS)
    stamp = seal.local_stamp
    if stamp is None:
        raise BadSeal("The seal names no time stamping authority ('tsa').")
    return DummyTimeStamper(_certificates(stamp.certificate)[0], _key(stamp.key))


def _certificates(pem: str) -> list[Any]:
    try:
        found = list(load_certs_from_pemder_data(pem.encode()))
    except ValueError:
        found = []
    if not found:
        raise BadSeal("The seal's certificate is not PEM.")
    return found


def _key(pem: str) -> Any:
    try:
        return load_private_key_from_pemder_data(pem.encode(), passphrase=None)
    except (ValueError, TypeError):
        raise BadSeal("The seal's key is not a PEM key without a passphrase.") from None
