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
    """A secret goes to one host, and an answer leads to no other."""
    own = host(external.url)
    for name, call in (("create", external.create), ("close", external.close)):
        if call.url and external.create.url and host(call.url) != host(external.create.url):
            yield f"video.external.{name}.url", "create and close have to be calls to one host"
    if "{" in own:
        yield "video.external.url", "a host without a gap, please"


CHECKS: tuple[Check, ...] = ((("video",), _video),)
