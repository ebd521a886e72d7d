"""The beginnings (for a ZIP: the whole) of files of every kind, made here: nothing of anybody's."""

from __future__ import annotations

import io
import zipfile


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "<test/>" * 120)
    return made.getvalue()


def _iso(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0isommp42" + b"\0" * 300


_OOXML = "application/vnd.openxmlformats-officedocument"
_EBML = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82"
_MP4 = _iso(b"mp42")

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\0" * 400
EXE = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff" + b"\0" * 400
#: Kind to beginning.
TAKEN: dict[str, tuple[str, bytes]] = {
    "a photo": ("image/jpeg", JPEG),
    "a photo of a camera": ("image/jpeg", b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00" + b"\0" * 400),
    "a screenshot": ("image/png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 400),
    "a gif": ("image/gif", b"GIF89a" + b"\0" * 100),
    "webp": ("image/webp", b"RIFF\x00\x10\0\0WEBPVP8 " + b"\0" * 100),
    "an iPhone's photo": ("image/heic", _iso(b"heic")),
    "another iPhone's": ("image/heic", _iso(b"mif1")),
    "avif": ("image/avif", _iso(b"avif")),
    "a scan": ("image/tiff", b"II*\0\x08\0\0\0" + b"\0" * 100),
    "a bitmap": ("image/bmp", b"BM\x36\0\x0c\0\0\0\0\0\x36\0\0\0\x28\0\0\0" + b"\0" * 100),
    "a video": ("video/mp4", _MP4),
    "an iPhone's video": ("video/quicktime", _iso(b"qt  ")),
    "an old phone's video": ("video/3gpp", _iso(b"3gp4")),
    "a video of a browser": ("video/webm", _EBML + b"\x84webm" + b"\0" * 100),
    "matroska": ("video/x-matroska", _EBML + b"\x88matroska" + b"\0" * 100),
    "avi": ("video/x-msvideo", b"RIFF\x00\x10\0\0AVI LIST" + b"\0" * 100),
    "wmv": ("video/x-ms-wmv", b"0&\xb2u\x8ef\xcf\x11\xa6\xd9\0\xaa\0b\xcel" + b"\0" * 50),
    "mpeg": ("video/mpeg", b"\0\0\1\xba" + b"\0" * 100),
    "CCTV's stream": ("video/mp2t", (b"\x47\x40\0\x10" + b"\xff" * 184) * 3),
    "a voice message": ("audio/mp4", _iso(b"M4A ")),
    "wav": ("audio/wav", b"RIFF\x00\x10\0\0WAVEfmt " + b"\0" * 100),
    "mp3": ("audio/mpeg", b"ID3\x04\0\0\0\0\0\0" + b"\0" * 100),
    "ogg": ("audio/ogg", b"OggS\0\2" + b"\0" * 22 + b"\x01\x13OpusHead" + b"\0" * 100),
    "amr": ("audio/amr", b"#!AMR\n" + b"\0" * 50),
    "pdf": ("application/pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"\0" * 100),
    "rtf": ("application/rtf", b"{\\rtf1\\ansi"),
    "word, as it was": ("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 400),
    "word": (f"{_OOXML}.wordprocessingml.document", zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml")),
    "excel": (f"{_OOXML}.spreadsheetml.sheet", zipped("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")),
    "an email": ("message/rfc822", b"From: a@example.org\r\nTo: b@example.org\r\nSubject: test\r\n"),
    "words": ("text/plain", b"Test: it was there on Monday.\n"),
    "words cut within a letter": ("text/plain", ("Prawf t\u0177 " * 100).encode()[:511]),
}
NOT_TAKEN: dict[str, tuple[str, bytes]] = {
    "a program": ("program", EXE),
    "a program of Linux": ("program", b"\x7fELF\2\1\1" + b"\0" * 200),
    "a program of a Mac": ("program", b"\xcf\xfa\xed\xfe\x07\0\0\1" + b"\0" * 100),
    "a script": ("program", b"#!/bin/sh\necho test\n"),
    "a shortcut": ("program", b"L\0\0\0\x01\x14\x02\0" + b"\0" * 60),
    "Java": ("program", b"\xca\xfe\xba\xbe\0\0\0\x34" + b"\0" * 100),
    "an archive that runs": ("program", zipped("META-INF/MANIFEST.MF")),
    "an app": ("program", zipped("AndroidManifest.xml")),
    "a page": ("unknown", b"<!DOCTYPE html><html><script>1</script>"),
    "a piece of a page": ("unknown", b"  \n<div><script>1</script>"),
    "a drawing with scripts": ("unknown", b'<svg xmlns="http://www.w3.org/2000/svg"></svg>'),
    "an archive": ("zip", zipped("test.txt")),
    "another archive": ("unknown", b"7z\xbc\xaf'\x1c\0\4" + b"\0" * 100),
    "zeros": ("unknown", b"\0" * 512),
    "noise": ("unknown", bytes((i * 73 + 41) % 256 for i in range(512))),
    "nothing": ("unknown", b""),
}
