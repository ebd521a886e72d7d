"""What a message is made of, checked as Slack checks it."""

from __future__ import annotations

from typing import Any

from infra.local.slack.arguments import Arguments
from infra.local.slack.installed import Installed
from infra.local.slack.kit import faults_of_blocks
from infra.local.slack.messages import Message
from infra.local.slack.refusing import SlackError
from infra.local.slack.shapes import fault
from infra.local.slack.tidy import tidied

LONGEST = 40_000
_METADATA = 8_000


def content(app: Installed, given: Arguments) -> Message:
    """Text, blocks and metadata of a call. Raises SlackError."""
    found: Message = {"text": given.text("text", required=False)}
    if len(found["text"]) > LONGEST:
        raise SlackError("msg_too_long")
    blocks = given.structure("blocks", "invalid_blocks_format")
    if blocks is not None:
        found["blocks"] = checked(app, blocks)
    if not found["text"] and not blocks and not given.has("attachments"):
        raise SlackError("no_text")
    if given.has("attachments"):
        raise SlackError("invalid_attachments", ["[ERROR] attachments are legacy: send blocks"])
    return found


def metadata(given: Arguments) -> dict[str, Any] | None:
    """What the app keeps with the message, unseen. Raises SlackError."""
    found = given.structure("metadata", "invalid_metadata_format")
    if found is None:
        return None
    if not isinstance(found, dict) or (found and not {"event_type", "event_payload"} <= set(found)):
        raise SlackError("invalid_metadata_format")
    if found and not (isinstance(found["event_type"], str) and isinstance(found["event_payload"], dict)):
        raise SlackError("invalid_metadata_schema")
    if len(str(found)) > _METADATA:
        raise SlackError("metadata_too_large")
    return found


def checked(app: Installed, blocks: Any) -> list[dict[str, Any]]:
    """Blocks as they are kept. Raises SlackError with each fault."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    faults = faults_of_blocks(blocks) or list(_pictures(app, blocks))
    if faults:
        raise SlackError("invalid_blocks", faults)
    return tidied(blocks)


def _pictures(app: Installed, blocks: list[dict[str, Any]]) -> list[str]:
    """A file of Slack's that is not there, or not yet."""
    sources = [(n, block["slack_file"]) for n, block in enumerate(blocks) if "slack_file" in block]
    return [
        fault("invalid slack file", f"/blocks/{n}/slack_file")
        for n, source in sources
        if not app.files.is_settled(str(source.get("id", "")))
    ]
