"""The sheet: nothing that was said disappears, nothing runs off the page, every page says which it is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.papers import sheet
from tests.unit.papers.looks import words_of


def test_welsh_and_other_letters_are_printed(tmp_path):
    said = "Siân Tŷ-Gwyn, Łukasz, Ærø, Ñandú, ŵŷ"
    assert said in words_of(sheet.pdf([sheet.paragraph(said)], "t", "f"), tmp_path)


def test_what_the_font_lacks_is_written_out(tmp_path):
    assert "[U+4F60]" in words_of(sheet.pdf([sheet.paragraph("你")], "t", "f"), tmp_path)


def test_markup_is_words(tmp_path):
    said = "<b>bold</b> & <font size=99>big</font> <script>"
    assert said in words_of(sheet.pdf([sheet.paragraph(said)], "t", "f"), tmp_path)


def test_every_page_says_which_of_how_many_it_is(tmp_path):
    words = words_of(sheet.pdf([sheet.paragraph("word " * 3000)], "t", "20261122-0001, statement 1"), tmp_path)
    assert "Page 1 of 4" in words
    assert "Page 4 of 4" in words
    assert words.count("20261122-0001, statement 1") == 4


def test_a_long_word_is_broken_and_not_cut_off(tmp_path):
    long = "x" * 400
    words = words_of(sheet.pdf([sheet.table(("Hash", "File"), [(long, "y")], (60, 110))], "t", "f"), tmp_path)
    assert words.replace(" ", "").count("x") == 400


def test_the_same_paper_has_the_same_bytes():
    assert sheet.pdf([sheet.paragraph("a")], "t", "f") == sheet.pdf([sheet.paragraph("a")], "t", "f")


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text_makes_a_paper(text):
    assert sheet.pdf([sheet.heading(text), sheet.paragraph(text), sheet.facts([(text, text)])], text, text).startswith(b"%PDF")
