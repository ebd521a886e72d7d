"""The home tab of whoever asks."""

from __future__ import annotations

from collections.abc import Mapping

from ...service import Deps
from ...store.rows import Unavailable
from .. import notices
from ..home import home, page_of
from ..model import Home, Section
from ..pressing import Asker, Reply
from . import looking
from .asked import Asked


def home_of(deps: Deps, asker: Asker, pages: Mapping[str, int] | None = None) -> Home:
    """The home tab; `pages` says which page of which list is shown. What it reads: `looking.home`.

    Raises nothing for the table's trouble: the tab says so.
    """
    try:
        lists = looking.home(deps, asker.force, asker.officer)
    except Unavailable:
        return Home(asker.officer.id, (Section("EVR", lines=(notices.trouble().text,)),))
    return home(asker.officer, lists, deps.policies[asker.force], deps.now(), pages)


def turned(asked: Asked) -> Reply:
    """Another page of a list."""
    return home_of(asked.deps, asked.asker, page_of(asked.press.value))
