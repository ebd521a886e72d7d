"""What a file is by its content, never by its name. puremagic knows the signatures; what it cannot tell apart is looked at here.

The first bytes decide at the door, the first and the last of them on arrival: a ZIP lists what is in it at its end, which tells a
Word file from a program in the same wrapping. What cannot be told is `UNKNOWN`, which no force takes.
"""

from __future__ import annotations

import struct

from ..domain.file_kinds import ENDINGS, PROGRAM, UNKNOWN

#: How much of the beginning the door sees, and of both ends the worker.
HEAD, ENDS = 512, 128 * 1024
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"#!/", b"#! ", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"dex\n",
    b"\x00asm", b"L\x00\x00\x00\x01\x14\x02\x00",
)  # fmt: skip
#: What an ISO media file says that it is: its brand, at its 8th byte (ISO/IEC 14496-12).
_BRANDS = {
    b"qt  ": "video/quicktime", b"M4A ": "audio/mp4", b"M4B ": "audio/mp4", b"heic": "image/heic", b"heix": "image/heic",
    b"heim": "image/heic", b"heis": "image/heic", b"mif1": "image/heic", b"msf1": "image/heic", b"avif": "image/avif",
    b"avis": "image/avif", b"3gp": "video/3gpp", b"3g2": "video/3gpp",
}  # fmt: skip
#: As puremagic calls them, to the one name that policies use.
_ALIASES = {
    "image/x-ms-bmp": "image/bmp", "video/avi": "video/x-msvideo", "audio/wave": "audio/wav", "audio/x-wav": "audio/wav",
    "application/ogg": "audio/ogg", "audio/ogg": "audio/ogg", "video/dvd": "video/mpeg",
    "application/x-matroska": "video/x-matroska", "image/heif": "image/heic",
}  # fmt: skip
_OFFICE = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
#: These make a ZIP something that runs.
_RUNS = (b"META-INF/MANIFEST.MF", b"AndroidManifest.xml", b"vbaProject.bin", b"classes.dex")
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"


def kind_of(head: bytes, tail: bytes | None = None) -> str:
    """The media type of a file that begins so, and (on arrival) ends so."""
    if head.startswith(_PROGRAMS):
        return PROGRAM
    if head.startswith(b"PK\x03\x04"):
        return _zipped(head, tail)
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], _BRANDS.get(head[8:11], "video/mp4"))
    return _by_signature(head) or _transport_stream(head) or _text(head)


def _zipped(head: bytes, tail: bytes | None) -> str:
    """At the door a ZIP tells only its first entry; what it really holds is looked at on arrival."""
    seen = head if tail is None else _entries(head, tail)
    if any(each in seen for each in _RUNS):
        return PROGRAM
    if _ODT in head:
        return "application/vnd.oasis.opendocument.text"
    if b"[Content_Types].xml" in seen or b"_rels/.rels" in seen:
        return next((kind for folder, kind in _OFFICE.items() if folder in seen), "" if tail else _OFFICE[b"word/"]) or UNKNOWN
    return "application/zip"


def _entries(head: bytes, tail: bytes) -> bytes:
    """The names in a ZIP's table of contents, as far as it lies within the last bytes; else what the ends show."""
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        return head + tail
    size = struct.unpack_from("<I", tail, end + 12)[0]
    return tail[max(0, end - size) : end]


def _by_signature(head: bytes) -> str:
    import puremagic  # its table takes 30 ms, and most requests are about no file

    if head.startswith(b"#!AMR"):
        return "audio/amr"
    if head[:4] == b"\x1aE\xdf\xa3":
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    kinds = (_ALIASES.get(each.mime_type, each.mime_type) for each in found)
    known = next((kind for kind in kinds if kind in ENDINGS), "")
    markup = any(each.mime_type in ("text/html", "image/svg+xml", "application/xml", "text/xml") for each in found)
    return UNKNOWN if markup else known


def _transport_stream(head: bytes) -> str:
    """MPEG transport streams begin each packet of 188 bytes with G; many cameras record so."""
    return "video/mp2t" if len(head) > 376 and {head[0], head[188], head[376]} == {0x47} else ""


def _text(head: bytes) -> str:
    """Words and nothing else; markup could be a script."""
    try:
        words = head.decode("utf-8")
    except UnicodeDecodeError as mistake:
        if not head or mistake.start < len(head) - 3:  # the last letter may be cut in two
            return UNKNOWN
        words = head[: mistake.start].decode("utf-8")
    plain = all(letter.isprintable() or letter in "\r\n\t\ufeff" for letter in words)
    return "text/plain" if words.strip() and plain and not words.lstrip("\ufeff \r\n\t").startswith("<") else UNKNOWN
