"""The kinds of file that can be told by their content, and what each is called in a downloaded file's name.

Which of them a force takes, and how large they may be, is its policy's (`policy.evidence`). What is on no list is not taken.
"""

from __future__ import annotations

from typing import Final

#: Media type to the ending under which the file is downloaded; never the ending that the sender gave it.
ENDINGS: Final[dict[str, str]] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/heic": "heic",
    "image/avif": "avif",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/tiff": "tiff",
    "image/bmp": "bmp",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/3gpp": "3gp",
    "video/webm": "webm",
    "video/x-matroska": "mkv",
    "video/x-msvideo": "avi",
    "video/x-ms-wmv": "wmv",
    "video/mpeg": "mpg",
    "video/mp2t": "ts",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/wav": "wav",
    "audio/ogg": "ogg",
    "audio/amr": "amr",
    "application/pdf": "pdf",
    "application/rtf": "rtf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/zip": "zip",
    "message/rfc822": "eml",
    "text/plain": "txt",
}
#: What is a program, whatever it is called. No policy can take it.
PROGRAM: Final = "application/x-executable"
#: What could not be told.
UNKNOWN: Final = "application/octet-stream"
