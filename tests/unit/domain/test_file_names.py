"""What a file may be called: hostile names one by one, and names that people really have."""

import pytest

from chalicelib.domain.file_names import LONGEST, why_not

HOSTILE = {
    "nothing": ("", "file_name_empty"),
    "blanks": ("  \u00a0", "file_name_empty"),
    "too long": ("x" * (LONGEST + 1), "file_name_long"),
    "a folder": ("../../etc/passwd", "file_name_path"),
    "a folder of Windows": ("C:\\Users\\test\\photo.jpg", "file_name_path"),
    "this folder": (".", "file_name_path"),
    "the folder above": (" .. ", "file_name_path"),
    "a zero": ("photo\x00.jpg", "file_name_unseen"),
    "a line break": ("photo\r\nContent-Type: x", "file_name_unseen"),
    "a delete": ("photo\x7f.jpg", "file_name_unseen"),
    "a control of the second set": ("photo\x9b.jpg", "file_name_unseen"),
    "read backwards": ("photo\u202egpj.exe", "file_name_unseen"),
    "an isolate": ("photo\u2066gpj\u2069.exe", "file_name_unseen"),
    "a mark of direction": ("\u200fphoto.jpg", "file_name_unseen"),
    "an Arabic mark": ("photo\u061c.jpg", "file_name_unseen"),
    "a zero width blank": ("photo\u200b.jpg", "file_name_unseen"),
    "a byte order mark": ("\ufeffphoto.jpg", "file_name_unseen"),
    "a soft hyphen": ("pho\u00adto.jpg", "file_name_unseen"),
    "a line separator": ("photo\u2028.jpg", "file_name_unseen"),
    "a paragraph separator": ("photo\u2029.jpg", "file_name_unseen"),
    "half a surrogate": ("photo\ud800.jpg", "file_name_unseen"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_refused_with_its_own_code_and_sentence(name: str):
    given, code = HOSTILE[name]
    refusal = why_not(given)
    assert refusal is not None
    assert refusal.code == code
    assert refusal.says.endswith(".")
    assert given.strip(" .\u00a0") == "" or given not in refusal.says


@pytest.mark.parametrize(
    "name",
    [
        "IMG_0416.JPG",
        "x" * LONGEST,
        "tŷ newydd, llun 3.heic",
        "фото.png",
        "写真 (1).jpg",
        "صورة.jpg",
        "می‌خواهم.txt",  # Persian, with a joiner
        "👨‍👩‍👧 at home.mov",  # an emoji of three, with joiners
        "photo.jpg.exe",  # its content decides, not its ending
        ".hidden",
        "a'b\"c;d&e%00<f>|g.txt",
        "...",
    ],
)
def test_whatever_people_call_a_file_is_taken(name: str):
    assert why_not(name) is None
