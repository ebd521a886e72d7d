"""PyJWT, imported when the first token comes, without the X.509 certificates of `cryptography`: they are most of what it costs.

PyJWT has them for one thing, to refuse a certificate as the secret of an HMAC. No token here may be signed so (`auth.ALGORITHMS`);
if it ever looks at them, they are loaded then.
"""

from ..starting import put_off

put_off("cryptography.x509")

import jwt  # noqa: E402 - after the line above

__all__ = ["jwt"]
