"""The style sheet and the script from govuk-frontend are what the pinned packages give: nobody edits them by hand."""

from __future__ import annotations

import pytest

from infra import govuk


@pytest.mark.slow
def test_what_is_committed_is_what_the_pinned_packages_give():
    made = govuk.made()
    assert set(made) == {"govuk.css", "exit-this-page.mjs"}
    for name, content in made.items():
        assert (govuk.STATIC / name).read_text() == content, f"make it again: python -m infra.govuk ({name})"
