"""Checks of the files that a force takes."""

from ..file_kinds import ENDINGS
from .checking import Check, Mistakes, empty, repeated
from .evidence import Evidence

#: As many as an incident's one row holds with room to spare.
MOST_FILES = 500


def _evidence(evidence: Evidence) -> Mistakes:
    yield from empty("evidence.groups", evidence.groups, "group")
    if evidence.most_files > MOST_FILES:
        yield "evidence.most_files", f"at most {MOST_FILES}, got {evidence.most_files}"
    for name, group in evidence.groups.items():
        yield from empty(f"evidence.groups.{name}.kinds", group.kinds, "kind of file")
        for kind in group.kinds:
            if kind not in ENDINGS:
                yield f"evidence.groups.{name}.kinds", f'"{kind}" cannot be told by content; known: {", ".join(ENDINGS)}'
    yield from repeated("evidence.groups", [kind for group in evidence.groups.values() for kind in group.kinds])


CHECKS: tuple[Check, ...] = ((("evidence",), _evidence),)
