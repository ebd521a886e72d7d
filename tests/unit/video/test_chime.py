"""Chime: every request is put to botocore's model of the service; no emulator has it, and nothing here asks AWS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from chalicelib.domain.policy.video import Chime as Section
from chalicelib.store.rooms import Venue
from chalicelib.store.rows import Unavailable
from chalicelib.video.chime import Chime
from chalicelib.video.chime_calls import REGION, Chimes
from chalicelib.video.port import NotSetUp, Recording

ROOM = "0123456789abcdef0123456789abcdef"
VENUE = Venue("chime", ROOM)
PAGE = "a" * 22
FIRST, SECOND = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"
ARN = "arn:aws:chime:eu-west-2:000000000000"


class Stubs:
    """Both clients with their stubs, and the provider on them."""

    def __init__(self) -> None:
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        clients = [boto3.client(name, region_name=REGION, **keys) for name in ("chime-sdk-meetings", "chime-sdk-media-pipelines")]
        self.meetings, self.pipelines = (Stubber(client) for client in clients)
        self.chimes = Chimes(clients[0], clients[1], "evr-evidence-test")
        for each in (self.meetings, self.pipelines):
            each.activate()

    def chime(self, record: bool = False) -> Chime:
        return Chime(Section(record=record), self.chimes, "dorset")

    def creates(self, turn: int, id: str) -> None:
        wanted = {"ClientRequestToken": f"{ROOM}-{turn}", "MediaRegion": "eu-west-2", "ExternalMeetingId": ROOM}
        self.meetings.add_response("create_meeting", {"Meeting": meeting(id)}, wanted)

    def captures(self, turn: int, id: str) -> None:
        wanted = {
            "SourceType": "ChimeSdkMeeting",
            "SourceArn": f"{ARN}:meeting/{id}",
            "SinkType": "S3Bucket",
            "SinkArn": f"arn:aws:s3:::evr-evidence-test/dorset/rooms/{ROOM}/{turn:02d}",
            "ClientRequestToken": f"{ROOM}-{turn}",
            "ChimeSdkMeetingConfiguration": ANY,
        }
        made = {"MediaCapturePipeline": {"MediaPipelineArn": f"{ARN}:media-pipeline/{id}"}}
        self.pipelines.add_response("create_media_capture_pipeline", made, wanted)

    def puts_together(self, turn: int, id: str) -> None:
        whole = f"arn:aws:s3:::evr-evidence-test/dorset/rooms/{ROOM}/{turn:02d}-whole"
        wanted = {
            "Sources": [{"Type": "MediaCapturePipeline", "MediaCapturePipelineSourceConfiguration": ANY}],
            "Sinks": [{"Type": "S3Bucket", "S3BucketSinkConfiguration": {"Destination": whole}}],
            "ClientRequestToken": f"{ROOM}-{turn}-whole",
        }
        self.pipelines.add_response("create_media_concatenation_pipeline", {}, wanted)

    def nothing_left(self) -> None:
        self.meetings.assert_no_pending_responses()
        self.pipelines.assert_no_pending_responses()


@pytest.fixture
def stubs() -> Iterator[Stubs]:
    made = Stubs()
    yield made
    made.nothing_left()


def meeting(id: str) -> dict[str, Any]:
    return {"MeetingId": id, "MeetingArn": f"{ARN}:meeting/{id}", "MediaPlacement": {"AudioHostUrl": "x.example"}}


def kept(turn: int, id: str, *captures: str) -> Venue:
    return Venue("chime", ROOM, {"turn": turn, "meeting": meeting(id), "captures": list(captures)})


def test_the_first_who_joins_makes_the_meeting(stubs: Stubs):
    stubs.creates(1, FIRST)
    assert stubs.chime().open(VENUE) == kept(1, FIRST)


def test_it_is_recorded_into_our_bucket_where_the_policy_says_so(stubs: Stubs):
    stubs.creates(1, FIRST)
    stubs.captures(1, FIRST)
    assert stubs.chime(record=True).open(VENUE) == kept(1, FIRST, f"{ARN}:media-pipeline/{FIRST}")
    assert stubs.chime(record=True).recording(VENUE) == Recording(f"dorset/rooms/{ROOM}")
    assert stubs.chime().recording(VENUE) is None


def test_a_meeting_that_goes_on_is_the_meeting(stubs: Stubs):
    stubs.meetings.add_response("get_meeting", {"Meeting": meeting(FIRST)}, {"MeetingId": FIRST})
    assert stubs.chime(record=True).open(kept(1, FIRST, "capture")) == kept(1, FIRST, "capture")


def test_a_meeting_that_ended_by_itself_is_made_anew_and_recorded_anew(stubs: Stubs):
    stubs.meetings.add_client_error("get_meeting", "NotFoundException", expected_params={"MeetingId": FIRST})
    stubs.creates(2, SECOND)
    stubs.captures(2, SECOND)
    again = stubs.chime(record=True).open(kept(1, FIRST, "capture"))
    assert again == kept(2, SECOND, "capture", f"{ARN}:media-pipeline/{SECOND}")


def test_each_page_is_an_attendee_under_a_random_name(stubs: Stubs):
    attendee = {"ExternalUserId": f"victim-{PAGE}", "AttendeeId": SECOND, "JoinToken": "Test-token"}
    stubs.meetings.add_response("create_attendee", {"Attendee": attendee}, {"MeetingId": FIRST, "ExternalUserId": f"victim-{PAGE}"})
    given = stubs.chime().join(kept(1, FIRST), "victim", PAGE)
    assert (given.provider, given.meeting, given.attendee) == ("chime", meeting(FIRST), attendee)


def test_the_end_puts_everybody_out_and_every_recording_together(stubs: Stubs):
    stubs.meetings.add_response("delete_meeting", {}, {"MeetingId": SECOND})
    stubs.puts_together(1, FIRST)
    stubs.puts_together(2, SECOND)
    stubs.chime(record=True).end(kept(2, SECOND, f"{ARN}:media-pipeline/{FIRST}", f"{ARN}:media-pipeline/{SECOND}"))


def test_the_end_of_what_has_ended_is_no_failure(stubs: Stubs):
    stubs.meetings.add_client_error("delete_meeting", "NotFoundException")
    stubs.chime().end(kept(1, FIRST))
    stubs.chime().end(VENUE)


@pytest.mark.parametrize("code", ["AccessDeniedException", "ForbiddenException", "UnauthorizedException", "BadRequestException"])
def test_what_has_to_be_mended_is_named_by_its_code_alone(stubs: Stubs, code: str):
    stubs.meetings.add_client_error("create_meeting", code, service_message="Marker-of-the-message")
    with pytest.raises(NotSetUp, match=code) as refusal:
        stubs.chime().open(VENUE)
    assert "Marker" not in str(refusal.value)


@pytest.mark.parametrize("code", ["ThrottlingException", "ServiceUnavailableException", "ServiceFailureException", "NeverHeardOf"])
def test_what_passes_is_tried_again_by_whoever_asked(stubs: Stubs, code: str):
    stubs.meetings.add_client_error("create_meeting", code)
    with pytest.raises(Unavailable, match=code):
        stubs.chime().open(VENUE)


def test_no_connection_is_no_answer():
    clients = [
        boto3.client(name, region_name=REGION, endpoint_url="http://127.0.0.1:1", aws_access_key_id="t", aws_secret_access_key="t")
        for name in ("chime-sdk-meetings", "chime-sdk-media-pipelines")
    ]
    for client in clients:
        client.meta.config.retries = {"total_max_attempts": 1}
    with pytest.raises(Unavailable):
        Chimes(clients[0], clients[1], "b").create("t" * 32, ROOM)


def test_a_third_person_may_join(stubs: Stubs):
    assert stubs.chime().three
