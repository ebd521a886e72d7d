"""The sign-in library is what the pinned package gives, in a scope of its own: nobody edits it by hand."""

from __future__ import annotations

import pytest

from infra import oauth


@pytest.mark.slow
def test_what_is_committed_is_what_the_pinned_package_gives():
    assert oauth.FILE.read_text(encoding="utf-8") == oauth.made(), "make it again: python -m infra.oauth"


def test_only_the_words_that_export_are_taken_out():
    made = oauth.wrapped("const a = 1;\nexport const b = a;\nexport async function c() {}\nexport class D {}\n", "Test licence")
    assert (
        "const oauth = (() => {\nconst a = 1;\nconst b = a;\nasync function c() {}\nclass D {}\nreturn { b, c, D };\n})();" in made
    )
    assert "// Test licence\n" in made


@pytest.mark.parametrize(
    "source", ["const a = 1;\n", 'import x from "x";\nexport const b = x;\n', "export default 7;\n", "export { a };\n"]
)
def test_a_module_of_another_shape_is_not_taken(source: str):
    with pytest.raises(oauth.NoPackage):
        oauth.wrapped(source, "")
