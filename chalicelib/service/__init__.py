"""The only way in, for every interface and worker: load, decide, commit."""

from .claims import claim_next
from .deps import Busy, Caller, Deps, Done
from .performing import perform
from .reporting import report
from .staff import put_officer, shift, who_is

__all__ = ["Busy", "Caller", "Deps", "Done", "claim_next", "perform", "put_officer", "report", "shift", "who_is"]
