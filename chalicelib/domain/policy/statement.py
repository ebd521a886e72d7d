"""The statements that an officer takes: which particulars, which declaration."""

from __future__ import annotations

from .kinds import Code, Section, Words


class StatementTemplate(Section, frozen=True):
    """One kind of statement, such as the MG11 or the victim personal statement.

    title: as it is headed. declaration: what the witness signs, word for word; `{name}` is filled in. particulars: code to label,
    asked for above the text, in this order. required: those that must be filled in. The wording is the force's own: the one that
    comes with the project could not be checked at the source (DOMAIN.md).
    """

    title: Words
    declaration: Words
    particulars: dict[Code, Words]
    required: tuple[Code, ...] = ()
