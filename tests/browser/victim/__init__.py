"""The victim, before the real pages."""

from tests.browser.victim.person import DEVICES

__all__ = ["DEVICES"]
