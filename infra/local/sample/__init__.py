"""A repeatable day of invented incidents, loaded once through the HTTP API.

victims.py, stories.py   who reports what
routes.py                how an incident gets to where it stands at the end: the calls, by whom
day.py                   the plan of the day: which report ends where, with whom
roster.py                who is there, and their shifts
loading.py               brings the plan about
"""

from infra.local.sample.asking import SampleFailed
from infra.local.sample.loading import load_once

__all__ = ["SampleFailed", "load_once"]
