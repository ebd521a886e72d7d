"""What the start page needs to speak of a force's work in plain words: the policy's names, and who may do what when."""

from __future__ import annotations

from typing import Any

from chalicelib.chat.words import UNDELIVERED
from chalicelib.domain.commands import all_commands
from chalicelib.domain.rules import RULES
from chalicelib.policies import load_policies


def of(force: str) -> dict[str, Any]:
    """Return the names and numbers of a force's policy, and the rules of every command."""
    policy = load_policies()[force]
    return {
        "force": force,
        "name": policy.name,
        "types": dict(policy.scope.type_names),
        "types_excluded": list(policy.scope.types_excluded),
        "targets": {grade: target.total_seconds() for grade in policy.scope.grades if (target := policy.scope.target(grade))},
        "flags": dict(policy.flags),
        "allocate_flags": list(policy.response.allocate_flags),
        "telephone_first_after": policy.response.telephone_first_after.total_seconds(),
        "questions": dict(policy.prompt.questions),
        "not_offered_reasons": dict(policy.prompt.not_offered_reasons),
        "reasons": {
            "release": dict(policy.reasons.release),
            "returned": dict(policy.reasons.returned),
            "recall": dict(policy.reasons.recall),
            "escalate": dict(policy.reasons.escalate),
            "review_pause": dict(policy.reasons.review_pause),
        },
        "receivers": dict(policy.review.receivers),
        "checklist": dict(policy.checklist),
        "checklist_required": {kind: list(items) for kind, items in policy.checklist_required.items()},
        "outcomes": dict(policy.outcomes.names),
        "undelivered": {reason.value: words for reason, words in UNDELIVERED.items()},
        "cad_push": policy.cad.push,
        "why_required": policy.audit.reason_required,
        "rules": _rules(),
    }


def _rules() -> dict[str, Any]:
    return {
        name: {
            "roles": sorted(map(str, RULES[kind].roles)),
            "statuses": sorted(status.value for status in RULES[kind].statuses),
            "holder_only": RULES[kind].holder_only,
        }
        for name, kind in all_commands().items()
    }
