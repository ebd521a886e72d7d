"""One shape for every error (RFC 9457), and the one table from a code to its HTTP status.

Refused       a code and a sentence: what the caller can mend or has to accept
Unavailable   (chalicelib.store.rows) the table, the keys or the identity provider did not answer: 503, safe to repeat
anything else 500 without a word about what it was
"""

from __future__ import annotations

from http import HTTPStatus

from msgspec import Struct

from ..domain.refusals import Refusal

CONTENT_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2


class Problem(Struct, frozen=True, omit_defaults=True):
    """The body of every error. `code` is stable, see docs/api.md; `detail` is for a person; `path` points into the body."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    path: str | None = None


class Refused(Exception):
    """A request that the interface itself turns down, before any command is given."""

    def __init__(self, code: str, says: str, path: str | None = None) -> None:
        super().__init__(code)
        self.code, self.says, self.path = code, says, path


#: Every code that the API answers with. A code that is missing here fails a test, as does one that docs/api.md does not name.
STATUS: dict[str, int] = {
    # the request itself
    "malformed_json": 400,
    "not_taken": 400,
    "invalid_utf8": 400,
    "invalid_header": 400,
    "token_missing": 401,
    "token_invalid": 401,
    "signature_invalid": 401,
    "missing_scope": 403,
    "wrong_workspace": 403,
    "not_found": 404,
    "unknown_command": 404,
    "unknown_list": 404,
    "method_not_allowed": 405,
    "too_large": 413,
    "unsupported_media_type": 415,
    "invalid_body": 422,
    "invalid_parameter": 422,
    "invalid_cursor": 422,
    "throttled": 429,
    "internal": 500,
    "busy": 503,
    "unavailable": 503,
    # who asks
    "not_permitted": 403,
    "not_on_roster": 403,
    "not_holder": 403,
    "own_review": 403,
    "own_dip_sample": 403,
    # what is asked about
    "unknown_incident": 404,
    "unknown_officer": 404,
    "unknown_link": 404,
    "unknown_code": 404,
    "unknown_notice": 404,
    "unknown_statement": 404,
    "unknown_number": 404,
    "unknown_recording": 404,
    "nothing_written": 404,
    "no_such_update": 404,
    "no_such_link": 404,
    "no_such_file": 404,
    "no_such_part": 404,
    "queue_empty": 404,
    "link_closed": 410,
    "link_expired": 410,
    # how it stands
    "wrong_status": 409,
    "link_run_out": 409,
    "already_claimed": 409,
    "appointment_ahead": 409,
    "victim_waiting": 409,
    "officer_busy": 409,
    "on_break": 409,
    "off_shift": 409,
    "not_an_officer": 409,
    "same_officer": 409,
    "job_in_hand": 409,
    "wrong_duty": 409,
    "chat_account_taken": 409,
    "notice_over": 409,
    "already_acknowledged": 409,
    "reference_in_use": 409,
    "command_id_reused": 409,
    "contact_suspended": 409,
    "no_number": 409,
    "no_address": 409,
    "not_safe_to_text": 409,
    "safe_times": 409,
    "paused_by_police": 409,
    "not_joined": 409,
    "not_let_in": 409,
    "replaced": 409,
    "too_much_said": 409,
    "two_only": 409,
    "video_not_set_up": 409,
    "already_paused": 409,
    "not_paused": 409,
    "not_drawn": 409,
    "already_sampled": 409,
    "checklist_incomplete": 409,
    "already_known": 409,
    "too_many_files": 409,
    "file_finished": 409,
    "file_incomplete": 409,
    "file_not_there": 409,
    "nothing_due": 409,
    "nothing_changed": 409,
    "not_ready": 409,
    "nothing_plays": 409,
    "not_recording": 409,
    "object_differs": 409,
    "object_out_of_order": 409,
    "shorter_retention": 409,
    "too_many": 409,
    "statement_changed": 409,
    "statement_locked": 409,
    "statement_not_shown": 409,
    "statement_not_locked": 409,
    "already_signed": 409,
    "not_signed": 409,
    "not_printed": 409,
    # what was sent with it
    "impossible_time": 422,
    "time_in_future": 422,
    "appointment_time": 422,
    "outside_hours": 422,
    "answers_missing": 422,
    "reason_missing": 422,
    "unknown_reason": 422,
    "unknown_outcome": 422,
    "unknown_item": 422,
    "unknown_kind": 422,
    "unknown_group": 422,
    "span_out_of_range": 422,
    "unknown_particular": 422,
    "particulars_missing": 422,
    "interpreter_missing": 422,
    "unknown_receiver": 422,
    "receiver_not_wanted": 422,
    "plan_missing": 422,
    "why_missing": 422,
    "notice_unfit": 422,
    "file_empty": 422,
    "file_too_large": 422,
    "file_kind": 422,
    "file_is_program": 422,
    "file_name_empty": 422,
    "file_name_long": 422,
    "file_name_path": 422,
    "file_name_unseen": 422,
    "number_invalid": 422,
    "number_landline": 422,
    "number_premium": 422,
    "number_no_texts": 422,
    "address_invalid": 422,
}

#: Said instead of a refusal's own words: nothing about a link, to whoever holds one.
_LINK_GONE = Refusal("link_closed", "This link is closed.")


def problem(code: str, says: str, path: str | None = None) -> Problem:
    status = STATUS.get(code, 409)
    return Problem("about:blank", HTTPStatus(status).phrase, status, code, says, path)


def of_refusal(refusal: Refusal) -> Problem:
    """A refusal of the domain or the service, as HTTP says it."""
    said = _LINK_GONE if STATUS.get(refusal.code) == 410 else refusal
    return problem(said.code, said.says)


def internal() -> Problem:
    return problem("internal", "Something went wrong on our side. It has been noted; try again with the same Idempotency-Key.")


def unavailable(code: str = "unavailable") -> Problem:
    return problem(code, "The service could not do this just now. Send it again with the same Idempotency-Key.")
