"""What somebody in chat gets for what they press: `answer` is the only way in, for every platform.

`home_of` makes the home tab when it is opened. `is_doctor`: who may have the set-up checked, which the platform answers itself.
"""

from .answer import answer
from .homes import home_of
from .private import is_doctor

__all__ = ["answer", "home_of", "is_doctor"]
