"""The keyring on AWS KMS."""

from __future__ import annotations

from typing import Any

from .personal import DataKey
from .rows import Unavailable


class KmsKeyring:
    """`Keyring` over a boto3 KMS client and one symmetric key."""

    def __init__(self, client: Any, key_id: str) -> None:
        self._client, self._key_id = client, key_id

    def new(self, context: dict[str, str]) -> DataKey:
        answer = self._call("generate_data_key", KeyId=self._key_id, KeySpec="AES_256", EncryptionContext=context)
        return DataKey(answer["Plaintext"], answer["CiphertextBlob"])

    def unwrap(self, wrapped: bytes, context: dict[str, str]) -> bytes:
        plain: bytes = self._call("decrypt", CiphertextBlob=wrapped, KeyId=self._key_id, EncryptionContext=context)["Plaintext"]
        return plain

    def _call(self, name: str, **kwargs: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return getattr(self._client, name)(**kwargs)
        except (BotoCoreError, ClientError) as error:
            raise Unavailable(f"kms {name}") from error
