"""A code to read out: made, and shown to whoever asked, if the job is theirs."""

from __future__ import annotations

from ...domain.refusals import Refusal
from ...service.performing import UNKNOWN
from ...service.spoken import read_out
from .. import codes, notices
from ..answers import is_reference
from ..pressing import Reply
from .asked import Asked
from .refusing import told_no


def made(asked: Asked) -> Reply:
    """What the command costs, and one get more for the code itself, which is worked out and kept nowhere."""
    if not is_reference(asked.reference):
        return notices.refusal(UNKNOWN)
    found = read_out(asked.deps, asked.caller, asked.reference)
    if isinstance(found, Refusal):
        return told_no(asked, found)
    where = codes.address(asked.asker.page, asked.policy.link.domain, asked.asker.force)
    return codes.to_read_out(asked.reference, found.code, found.until, asked.now, where)
