"""The requests to Chime, each as botocore's service model has it; tests put every one of them to that model.

Nothing is retried here beyond what the client does: the page, or the worker, comes again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..store.rows import Unavailable
from .port import NotSetUp

#: Where Chime has its control, media and pipelines in this country.
REGION = "eu-west-2"
_NOT_SET_UP = frozenset(
    {"AccessDeniedException", "ForbiddenException", "UnauthorizedException", "UnauthorizedClientException", "BadRequestException"}
)
_GRID = {"Layout": "GridView", "Resolution": "HD", "GridViewConfiguration": {"ContentShareLayout": "PresenterOnly"}}
_CAPTURED = {
    "Audio": {"MuxType": "AudioWithCompositedVideo"},
    "Video": {"State": "Disabled"},
    "Content": {"State": "Disabled"},
    "CompositedVideo": _GRID,
}
_ON, _OFF = {"State": "Enabled"}, {"State": "Disabled"}
_WHOLE = {
    "Audio": _ON,
    "Video": _OFF,
    "Content": _OFF,
    "DataChannel": _OFF,
    "TranscriptionMessages": _OFF,
    "MeetingEvents": _ON,
    "CompositedVideo": _ON,
}


class Chimes:
    """`meetings`, `pipelines`: boto3 clients of chime-sdk-meetings and chime-sdk-media-pipelines. `bucket`: the evidence bucket."""

    def __init__(self, meetings: Any, pipelines: Any, bucket: str) -> None:
        self._meetings, self._pipelines, self._bucket = meetings, pipelines, bucket

    def create(self, token: str, name: str) -> dict[str, Any]:
        """The meeting, the same one for the same token."""
        with _said():
            made = self._meetings.create_meeting(ClientRequestToken=token, MediaRegion=REGION, ExternalMeetingId=name)
            meeting: dict[str, Any] = made["Meeting"]
            return meeting

    def goes_on(self, meeting: str) -> bool:
        with _said():
            try:
                self._meetings.get_meeting(MeetingId=meeting)
            except self._meetings.exceptions.NotFoundException:
                return False
            return True

    def attendee(self, meeting: str, person: str) -> dict[str, Any]:
        with _said():
            made = self._meetings.create_attendee(MeetingId=meeting, ExternalUserId=person)
            attendee: dict[str, Any] = made["Attendee"]
            return attendee

    def delete(self, meeting: str) -> None:
        """Put everybody out; a meeting that is over already is no failure."""
        with _said():
            try:
                self._meetings.delete_meeting(MeetingId=meeting)
            except self._meetings.exceptions.NotFoundException:
                return

    def capture(self, token: str, meeting_arn: str, place: str) -> str:
        """Record the meeting to this place in the bucket; the pipeline's ARN."""
        with _said():
            made = self._pipelines.create_media_capture_pipeline(
                SourceType="ChimeSdkMeeting",
                SourceArn=meeting_arn,
                SinkType="S3Bucket",
                SinkArn=self._arn(place),
                ClientRequestToken=token,
                ChimeSdkMeetingConfiguration={"ArtifactsConfiguration": _CAPTURED},
            )
            return str(made["MediaCapturePipeline"]["MediaPipelineArn"])

    def put_together(self, token: str, capture_arn: str, place: str) -> None:
        """One file of the many; Chime begins when the capture has stopped."""
        source = {"MediaPipelineArn": capture_arn, "ChimeSdkMeetingConfiguration": {"ArtifactsConfiguration": _WHOLE}}
        with _said():
            self._pipelines.create_media_concatenation_pipeline(
                Sources=[{"Type": "MediaCapturePipeline", "MediaCapturePipelineSourceConfiguration": source}],
                Sinks=[{"Type": "S3Bucket", "S3BucketSinkConfiguration": {"Destination": self._arn(place)}}],
                ClientRequestToken=token,
            )

    def _arn(self, place: str) -> str:
        return f"arn:aws:s3:::{self._bucket}/{place}"


@contextmanager
def _said() -> Iterator[None]:
    """Chime's errors as the port has them; the message stays there, for it may hold what was sent."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in _NOT_SET_UP:
            raise NotSetUp(f"chime: {code}") from error
        raise Unavailable(f"chime: {code}") from error
    except BotoCoreError as error:
        raise Unavailable(f"chime: {type(error).__name__}") from error
