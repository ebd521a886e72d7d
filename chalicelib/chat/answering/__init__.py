"""What somebody in chat gets for what they press: `answer` is the only way in, for every platform."""

from .answer import answer
from .homes import home_of

__all__ = ["answer", "home_of"]
