"""What a file is by its content: at the door from its beginning, on arrival from both ends."""

import subprocess
import sys

import pytest

from chalicelib.domain.file_kinds import ENDINGS, PROGRAM, UNKNOWN
from chalicelib.service.file_content import HEAD, kind_of
from tests.builders import policy
from tests.file_samples import NOT_TAKEN, TAKEN, zipped

NAMED = {"program": PROGRAM, "unknown": UNKNOWN, "zip": "application/zip"}


@pytest.mark.parametrize("what", TAKEN)
def test_what_people_send_is_known(what: str):
    kind, content = TAKEN[what]
    if "office" not in kind or "word" in kind:  # a sheet is told from a document by what stands at its end
        assert kind_of(content[:HEAD]) == kind
    assert kind_of(content[:HEAD], content) == kind
    assert kind in ENDINGS
    assert policy().evidence.largest(kind)


@pytest.mark.parametrize("what", NOT_TAKEN)
def test_what_nobody_should_send_is_not_taken_for_something_else(what: str):
    kind, content = NOT_TAKEN[what]
    assert kind_of(content[:HEAD]) == kind_of(content[:HEAD], content) == NAMED[kind]
    assert policy().evidence.largest(NAMED[kind]) is None


def test_a_document_with_macros_is_found_out_on_arrival():
    content = zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
    assert kind_of(content[:HEAD], content) == PROGRAM


def test_a_document_that_begins_like_one_and_holds_a_program_is_found_out_on_arrival():
    content = zipped("[Content_Types].xml", "META-INF/MANIFEST.MF", "Test.class")
    assert kind_of(content[:HEAD], content) == PROGRAM


def test_a_document_of_no_known_kind_is_unknown():
    content = zipped("[Content_Types].xml", "visio/document.xml")
    assert kind_of(content[:HEAD], content) == UNKNOWN


def test_a_zip_that_was_cut_short_is_what_its_ends_show():
    content = TAKEN["word"][1][:-30]
    assert kind_of(content[:HEAD], content) == TAKEN["word"][0]


def test_an_open_document_is_known_by_its_first_entry():
    content = b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text"
    assert kind_of(content) == "application/vnd.oasis.opendocument.text"


def test_the_library_is_loaded_only_when_a_file_is_looked_at():
    script = "import sys; import chalicelib.api.evidence; assert 'puremagic' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
