"""The policy of a force: what it has decided, read from TOML, with every mistake named by its path."""

from .error import PolicyError
from .whole import Policy

__all__ = ["Policy", "PolicyError", "parse"]


def parse(toml_text: str) -> Policy:
    """Read a policy file, or raise PolicyError with every mistake in it."""
    from .parsing import parse as read  # a Lambda reads what packaging has checked, and needs none of the checks

    return read(toml_text)
