"""The victim's page and its script. They are the same for everybody who asks a force's host: what is behind a link is asked later.

The token stands in the link's fragment, which no browser sends here. Looking, previewing and scanning therefore change nothing.
"""

from __future__ import annotations

import re

from chalice.app import Blueprint, Request, Response

from ..domain.policy import Policy
from ..policies import load_policies
from .hosts import call_hosts, evidence_origin, force_of
from .routes import current

blueprint = Blueprint(__name__)

#: Camera and microphone for this page alone, and nothing else that a browser can do.
PERMISSIONS = (
    "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), autoplay=(self), accelerometer=(), "
    "browsing-topics=(), clipboard-read=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), midi=(), "
    "payment=(), publickey-credentials-get=(), serial=(), usb=(), xr-spatial-tracking=()"
)
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'sha256-{style}'; connect-src {connect}; img-src 'self' data: blob:; "
    "media-src 'self' blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
_ACCEPTED = re.compile(r"([a-zA-Z]{2,3})(?:-[a-zA-Z0-9]+)*\s*(?:;\s*q=(0(?:\.\d{1,3})?|1(?:\.0{1,3})?)\b)?")


@blueprint.route("/v", methods=["GET", "HEAD"])
def page() -> Response:
    """The page, in the language that `lang` names or the browser prefers, else the force's first."""
    from ..web import rendering

    request = current.get()
    policy = policy_of(request)
    made = rendering.page(policy, _language(request, rendering.offered(policy)))
    connect = " ".join(("'self'", evidence_origin(), *call_hosts(policy)))
    return Response(made.html, secured("text/html", made.style, connect), 200)


@blueprint.route("/v/page.js", methods=["GET", "HEAD"])
def script() -> Response:
    """The page's one script."""
    from ..web import bundle

    return Response(bundle.script(), secured("text/javascript"), 200)


@blueprint.route("/v/upload-worker.js", methods=["GET", "HEAD"])
def upload_worker() -> Response:
    """The worker that reads files for either page: summing up a large one would hold up a call."""
    from ..web import bundle

    return Response(bundle.script(bundle.FILES), secured("text/javascript"), 200)


def secured(kind: str, style: str = "", connect: str = "'self'") -> dict[str, str | list[str]]:
    """What a page, its style sheet's hash given, or a script of it says to the browser. `connect`: what the page may ask."""
    return {
        "Content-Type": f"{kind}; charset=utf-8",
        "Content-Security-Policy": _POLICY.format(style=style, connect=connect)
        if style
        else "default-src 'none'; frame-ancestors 'none'",
        "Permissions-Policy": PERMISSIONS,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow",
    }


def policy_of(request: Request) -> Policy | None:
    """The force by its own host; anywhere else the one that the page was told, if there is such a force; or nobody's."""
    policies = load_policies()
    return policies.get(force_of(request, policies) or _asked(request, "force"))


def _asked(request: Request, name: str) -> str:
    """A parameter of the query, empty when it is not there."""
    return str(request.query_params.get(name, "")) if request.query_params else ""


def _language(request: Request, offered: tuple[str, ...]) -> str:
    asked = _asked(request, "lang")
    if asked in offered:
        return asked
    wanted = [
        (float(weight or 1), name.lower()) for name, weight in _ACCEPTED.findall(request.headers.get("accept-language") or "")
    ]
    best = max((weight for weight, name in wanted if name in offered), default=0)
    return next((name for weight, name in wanted if name in offered and weight == best), offered[0])
