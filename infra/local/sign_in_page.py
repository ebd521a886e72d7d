"""The local identity provider's page: whom to be. Plain HTML, for there is nothing to do but to press a button."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

from infra.local.people import Person
from infra.local.proxy import Answer

_HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    # Not `no-referrer`: a form posted from such a page has the Origin "null", and the local system answers to its own address alone
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
)
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/page/css/base.css"><link rel="stylesheet" href="/page/css/sign-in.css"></head>
<body><main class="sign-in"><h1>{title}</h1>{body}</main></body></html>"""


def page(force: str, people: Iterable[Person]) -> Answer:
    """The people of a force, by team."""
    body = "<p>Nobody here exists, and no password is asked for. On a real system this is the force's own sign-in page.</p>"
    for group, members in groupby(people, key=lambda each: each.group):
        body += f"<fieldset><legend>{escape(group)}</legend>{''.join(map(_button, members))}</fieldset>"
    return _made(f"Sign in to {force.title()} (training)", f'<form method="post">{body}</form>', 200)


def refused(why: str, status: int = 400) -> Answer:
    return _made("Local sign-in", f"<p>{escape(why)}</p>", status)


def _button(person: Person) -> str:
    words = f"{escape(person.id)} {escape(person.name)}, {escape(person.does)}"
    return f'<button type="submit" name="sub" value="{escape(person.id)}">{words}</button>'


def _made(title: str, body: str, status: int) -> Answer:
    return Answer(status, list(_HEADERS), _PAGE.format(title=escape(title), body=body).encode())
