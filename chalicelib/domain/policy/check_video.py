"""Checks of who carries picture and sound."""

from .checking import Check, Mistakes
from .templates import gaps, host
from .video import External, Video


def _video(video: Video) -> Mistakes:
    if video.turn and not video.turn_secret:
        yield "video.turn_secret", "missing: the name of the secret that the TURN servers share"
    if video.provider == "external" and not video.external.url:
        yield "video.external.url", "missing"
    yield from _gaps(video.external)
    yield from _hosts(video.external)


def _gaps(external: External) -> Mistakes:
    """What fills a gap must be known by then."""
    early, late = {"room"}, {"room", *external.fills}
    for path, text, known in (
        ("url", external.url, {*late, "role"}),
        ("create.url", external.create.url, early),
        ("create.body", external.create.body, early),
        ("close.url", external.close.url, late),
        ("close.body", external.close.body, late),
    ):
        for gap in sorted(gaps(text) - known):
            yield f"video.external.{path}", f'"{gap}" fills nothing here; known: {", ".join(sorted(known))}'
    if external.fills and not external.create.url:
        yield "video.external.fills", "nothing is answered without create.url"
    for name in sorted({"room", "role"} & external.fills.keys()):
        yield f"video.external.fills.{name}", "has a meaning already"


def _hosts(external: External) -> Mistakes:
    """A secret goes to one host. (A host with a gap in it is no address to begin with: `video.py`.)"""
    create, close = external.create.url, external.close.url
    if create and close and host(close) != host(create):
        yield "video.external.close.url", "create and close have to be calls to one host"


CHECKS: tuple[Check, ...] = ((("video",), _video),)
