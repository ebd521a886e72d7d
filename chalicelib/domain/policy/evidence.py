"""Which files a force takes, and how large they may be."""

from typing import Annotated

from msgspec import Meta

from .kinds import Code, Count, Section

MediaType = Annotated[
    str, Meta(pattern=r"^[a-z0-9]+/[a-z0-9.+-]+\Z", max_length=100, description="a media type such as `image/jpeg`")
]
Megabytes = Annotated[int, Meta(ge=1, le=50_000, description="megabytes, 1 to 50000")]


class FileGroup(Section, frozen=True):
    """Kinds of file that share a limit. kinds: by content, never by name (`domain/file_kinds.py` lists those that can be told)."""

    kinds: tuple[MediaType, ...]
    largest_mb: Megabytes


class Evidence(Section, frozen=True):
    """most_files: of one incident; every file is an entry of its state."""

    most_files: Count
    groups: dict[Code, FileGroup]

    def largest(self, kind: str) -> int | None:
        """How many megabytes a file of this kind may have; None: it is not taken."""
        return next((group.largest_mb for group in self.groups.values() if kind in group.kinds), None)
