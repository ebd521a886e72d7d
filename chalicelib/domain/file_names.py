"""What a file may be called. A name is a person's words: it is looked at before it is sealed, and refused rather than repaired."""

from __future__ import annotations

import unicodedata

from .refusals import Refusal

LONGEST = 255
#: Joiners within letters of some scripts and within emoji: the only invisible characters that a name may have.
_JOINERS = frozenset("\u200c\u200d")
#: Control, format (directions and zero widths among them), surrogate, line and paragraph.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def why_not(name: str) -> Refusal | None:
    """Why a file cannot be called so, or None."""
    if not name.strip():
        return Refusal("file_name_empty", "The file has no name. Give it one and send it again.")
    if len(name) > LONGEST:
        return Refusal("file_name_long", f"The file's name is longer than {LONGEST} characters. Shorten it and send it again.")
    if "/" in name or "\\" in name or name.strip() in (".", ".."):
        return Refusal("file_name_path", "The file's name has a folder in it. Send it under its own name alone.")
    if any(unicodedata.category(each) in _UNSEEN and each not in _JOINERS for each in name):
        return Refusal("file_name_unseen", "The file's name has characters that cannot be seen. Rename it and send it again.")
    return None
