"""Text messages through AWS End User Messaging (the API `pinpoint-sms-voice-v2`). What became of them comes through EventBridge."""

from __future__ import annotations

from typing import Any

from ..letter import Letter
from ..marks import Mark
from .end_user_messaging_codes import FINAL, NOT_SET_UP
from .once import sorted_errors

#: The service keeps trying for so long, in seconds, at the shortest and the longest.
SHORTEST, LONGEST = 5, 259_200


class EndUserMessaging:
    """`Provider` over a boto3 client that tries once. `origin`: what to send from, when it is not the sender's name."""

    def __init__(self, client: Any, origin: str = "") -> None:
        self._client, self._origin = client, origin

    def send(self, letter: Letter, mark: Mark) -> str:
        lasts = int(letter.lasts.total_seconds())
        with sorted_errors(FINAL, NOT_SET_UP):
            answer = self._client.send_text_message(
                DestinationPhoneNumber=letter.to,
                OriginationIdentity=self._origin or letter.sender,
                MessageBody=letter.body,
                # Transactional: on delivery rather than cost, and not held back at night.
                MessageType="TRANSACTIONAL",
                TimeToLive=min(max(lasts, SHORTEST), LONGEST),
                Context={"evr": str(mark)},
            )
        return str(answer["MessageId"])
