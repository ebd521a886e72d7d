"""What keeps a cold start short: things that most starts need not do."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from importlib.util import LazyLoader, find_spec, module_from_spec
from typing import Any


def let_things_pile_up() -> None:
    """No garbage collection until the first answer: what a start makes stays, and looking through it is an eighth of the start."""
    gc.disable()


def settle(event: Any, get_response: Callable[[Any], Any]) -> Any:
    """Middleware: with the first answer the start is over. What it made is never looked through again, what comes after is."""
    try:
        return get_response(event)
    finally:
        if not gc.isenabled():
            gc.freeze()
            gc.enable()


def put_off(name: str) -> None:
    """Load a submodule when something in it is first used, not when some other library imports it."""
    if name in sys.modules:
        return
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(name)
    spec.loader = LazyLoader(spec.loader)
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    package, _, own = name.rpartition(".")
    setattr(sys.modules[package], own, module)
