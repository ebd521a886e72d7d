"""Text with gaps such as {room}. Braces of JSON are no gaps: a gap is a name in braces, and nothing else."""

import re
from collections.abc import Callable, Mapping

_GAP = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def gaps(text: str) -> set[str]:
    """The names of the gaps in a text."""
    return set(_GAP.findall(text))


def filled(text: str, values: Mapping[str, str], quoted: Callable[[str], str]) -> str:
    """The text with each gap's value, quoted for where it stands. Raises KeyError for a gap without a value."""
    return _GAP.sub(lambda gap: quoted(values[gap[1]]), text)


def host(url: str) -> str:
    """The host of an https address, with its port if it names one; empty when there is no address."""
    return url.removeprefix("https://").partition("/")[0].lower()
