"""The forces' electronic seals on this machine: an authority of our own, a seal for each force, and a time stamp.

On AWS the seal comes from the force's certificate authority and the time from a time stamping authority (docs/statements.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_YEARS = timedelta(days=3650)


class Pair(NamedTuple):
    """A key, and the certificate for it."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    def key_pem(self) -> str:
        shape = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return self.key.private_bytes(*shape).decode()

    def certificate_pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()


def issued(name: str, issuer: Pair | None = None, time_stamping: bool = False) -> Pair:
    """Issue a certificate; without an issuer it is an authority of its own."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=issuer is not None,
        content_commitment=issuer is not None and not time_stamping,
        key_cert_sign=issuer is None,
        crl_sign=issuer is None,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _YEARS)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    if time_stamping:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Pair(key, builder.sign(issuer.key if issuer else key, hashes.SHA256()))


def secrets(folder: Path, forces: Iterable[str]) -> dict[str, str]:
    """Return the secret of each force by its name; made once, then kept in `folder`."""
    return {f"evr/{force}/seal": _kept(folder / f"seal-{force}.json", force) for force in forces}


def _kept(path: Path, force: str) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(seal(force)))
    return path.read_text()


def seal(force: str) -> dict[str, object]:
    """Make a force's seal as its secret holds it."""
    authority = issued("EVR local authority (not for court)")
    own = issued(f"Electronic seal of {force} (not for court)", authority)
    stamp = issued("Local time stamp (not for court)", authority, time_stamping=True)
    return {
        "key": own.key_pem(),
        "certificates": own.certificate_pem() + authority.certificate_pem(),
        "local_stamp": {"key": stamp.key_pem(), "certificate": stamp.certificate_pem()},
    }
