"""The policy of a force: what it has decided, read from TOML, with every mistake named by its path."""

from .parsing import PolicyError, parse
from .whole import Policy

__all__ = ["Policy", "PolicyError", "parse"]
