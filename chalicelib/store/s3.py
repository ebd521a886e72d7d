"""The evidence bucket on S3: one client for what we ask ourselves, one that only signs what a browser will ask."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError

from .objects import Head, Listed, Missing, Part, Refused, Signed, attachment
from .rows import Unavailable

#: Larger bodies go in parts of this size: each is tried again by itself, and none is held in memory whole.
PART_BYTES = 64 * 1024 * 1024
_MISSING = frozenset({"404", "NoSuchKey", "NoSuchUpload", "NoSuchVersion"})
_REFUSED = frozenset(
    {
        "BadDigest",
        "XAmzContentChecksumMismatch",
        "InvalidPart",
        "InvalidPartOrder",
        "EntityTooSmall",
        "InvalidRequest",
        "InvalidDigest",
    }
)


class S3Objects:
    """`Objects` over S3. `signer` signs for the address that browsers reach the bucket at; on AWS that is the bucket's own.

    No call may shorten a retention: the roles lack s3:BypassGovernanceRetention, and `retain` looks before it writes.
    """

    def __init__(self, bucket: str, client: Any, signer: Any) -> None:
        self._bucket, self._client, self._signer = bucket, client, signer

    @property
    def origin(self) -> str:
        parts = urlsplit(self.get_url("origin", "origin", 60))
        return f"{parts.scheme}://{parts.netloc}"

    def put_url(self, key: str, sha256_b64: str, size: int, kind: str, seconds: int) -> Signed:
        url = self._sign("put_object", seconds, Key=key, ContentType=kind, ContentLength=size, ChecksumSHA256=sha256_b64)
        return Signed(url, {"content-type": kind, "x-amz-checksum-sha256": sha256_b64})

    def get_url(self, key: str, version: str, seconds: int, download_name: str | None = None) -> str:
        shown = {"ResponseContentDisposition": attachment(download_name)} if download_name else {}
        return self._sign("get_object", seconds, Key=key, VersionId=version, ResponseCacheControl="no-store", **shown)

    def start_parts(self, key: str, kind: str) -> str:
        with _errors():
            answer = self._client.create_multipart_upload(**self._at(key), ContentType=kind, ChecksumAlgorithm="SHA256")
        return str(answer["UploadId"])

    def part_url(self, key: str, upload: str, part: int, sha256_b64: str, seconds: int) -> Signed:
        url = self._sign("upload_part", seconds, Key=key, UploadId=upload, PartNumber=part, ChecksumSHA256=sha256_b64)
        return Signed(url, {"x-amz-checksum-sha256": sha256_b64})

    def parts(self, key: str, upload: str) -> list[Part]:
        with _errors():
            pages = self._client.get_paginator("list_parts").paginate(**self._at(key), UploadId=upload)
            return [_part(each) for page in pages for each in page.get("Parts", ())]

    def finish_parts(self, key: str, upload: str, parts: Sequence[Part]) -> str:
        chosen = [{"PartNumber": each.part, "ETag": each.etag, "ChecksumSHA256": each.sha256} for each in parts]
        with _errors():
            answer = self._client.complete_multipart_upload(**self._at(key), UploadId=upload, MultipartUpload={"Parts": chosen})
        return str(answer["VersionId"])

    def abort_parts(self, key: str, upload: str) -> None:
        try:
            with _errors():
                self._client.abort_multipart_upload(**self._at(key), UploadId=upload)
        except Missing:
            return

    def put(self, key: str, body: bytes | BinaryIO, kind: str) -> str:
        stream = io.BytesIO(body) if isinstance(body, bytes) else body
        size, sha256 = _measured(stream)
        there = self._newest(key)
        if there is not None and (there.size, there.sha256) == (size, sha256):
            return there.version
        if size > PART_BYTES:
            return self._put_in_parts(key, stream, kind, sha256)
        with _errors():
            answer = self._client.put_object(**self._at(key), Body=stream, ContentType=kind, ChecksumSHA256=sha256)
        return str(answer["VersionId"])

    def _newest(self, key: str) -> Head | None:
        try:
            return self.head(key)
        except Missing:
            return None

    def _put_in_parts(self, key: str, stream: BinaryIO, kind: str, sha256: str) -> str:
        """S3 sums up the parts and not the whole, so our sum goes with the object."""
        about = {"ContentType": kind, "ChecksumAlgorithm": "SHA256", "Metadata": {"sha256": sha256}}
        with _errors():
            upload = self._client.create_multipart_upload(**self._at(key), **about)["UploadId"]
            done = [self._put_part(key, upload, number, piece) for number, piece in enumerate(_pieces(stream), 1)]
        return self.finish_parts(key, upload, done)

    def _put_part(self, key: str, upload: str, number: int, piece: bytes) -> Part:
        sha256 = base64.b64encode(hashlib.sha256(piece).digest()).decode()
        answer = self._client.upload_part(**self._at(key), UploadId=upload, PartNumber=number, Body=piece, ChecksumSHA256=sha256)
        return Part(number, answer["ETag"], len(piece), sha256)

    def get(self, key: str, version: str | None = None) -> BinaryIO:
        with _errors():
            return cast(BinaryIO, self._client.get_object(**self._at(key, version))["Body"])

    def head(self, key: str, version: str | None = None) -> Head:
        with _errors():
            found = self._client.head_object(**self._at(key, version), ChecksumMode="ENABLED")
        # The sum over an upload's parts ends in the number of them, and is not the file's.
        whole = found.get("ChecksumSHA256") if found.get("ChecksumType") != "COMPOSITE" else None
        return Head(found["ContentLength"], found["VersionId"], whole or found.get("Metadata", {}).get("sha256"))

    def list(self, prefix: str) -> Iterator[Listed]:
        with _errors():
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix):
                yield from (Listed(each["Key"], each["Size"]) for each in page.get("Contents", ()))

    def hold(self, key: str, version: str, on: bool) -> None:
        with _errors():
            self._client.put_object_legal_hold(**self._at(key, version), LegalHold={"Status": "ON" if on else "OFF"})

    def retain(self, key: str, version: str, until: datetime) -> None:
        stands = self._retained(key, version)
        if stands is not None and stands >= until:
            return
        lock = {"Mode": "GOVERNANCE", "RetainUntilDate": until.astimezone(UTC)}
        with _errors():
            self._client.put_object_retention(**self._at(key, version), Retention=lock)

    def _retained(self, key: str, version: str) -> datetime | None:
        try:
            with _errors():
                found = self._client.get_object_retention(**self._at(key, version))
        except Missing:
            return None
        return cast(datetime, found["Retention"]["RetainUntilDate"])

    def _at(self, key: str, version: str | None = None) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": key} | ({"VersionId": version} if version else {})

    def _sign(self, operation: str, seconds: int, **about: Any) -> str:
        return str(self._signer.generate_presigned_url(operation, Params={"Bucket": self._bucket, **about}, ExpiresIn=seconds))


@contextmanager
def _errors() -> Iterator[None]:
    """S3's errors as the port's. Raises Missing, Refused and Unavailable."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in _MISSING or code == "NoSuchObjectLockConfiguration":
            raise Missing(code) from error
        raise (Refused(code) if code in _REFUSED else Unavailable(code)) from error
    except BotoCoreError as error:
        raise Unavailable(type(error).__name__) from error


def _measured(stream: BinaryIO) -> tuple[int, str]:
    """Size and checksum of what is left of a stream, which stands again where it stood."""
    start, digest, size = stream.tell(), hashlib.sha256(), 0
    while piece := stream.read(1 << 20):
        digest.update(piece)
        size += len(piece)
    stream.seek(start)
    return size, base64.b64encode(digest.digest()).decode()


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(PART_BYTES):
        yield piece


def _part(found: dict[str, Any]) -> Part:
    return Part(found["PartNumber"], found["ETag"], found["Size"], found.get("ChecksumSHA256", ""))
