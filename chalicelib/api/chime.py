"""The script of Amazon Chime's SDK, for the pages of forces whose calls are carried by it (docs/video.md)."""

from __future__ import annotations

from pathlib import Path

from chalice.app import Blueprint, Response

from ..policies import load_policies
from . import problems
from .answering import failed
from .hosts import call_hosts
from .pages import secured

blueprint = Blueprint(__name__)

#: Where packaging puts the script (infra/package.py), if a policy of the package uses it.
SCRIPT = Path(__file__).resolve().parents[1] / "_chime.mjs"


@blueprint.route("/v/chime.js", methods=["GET", "HEAD"])
def script() -> Response:
    """The script, which API Gateway compresses as it does the others. 404 where no force uses it."""
    if not (any(map(call_hosts, load_policies().values())) and SCRIPT.is_file()):
        return failed(problems.problem("not_found", "No force here has its calls carried by Amazon Chime."))
    return Response(SCRIPT.read_text(encoding="utf-8"), secured("text/javascript"), 200)
