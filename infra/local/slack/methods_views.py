"""views.*: forms and home tabs."""

from __future__ import annotations

from typing import Any

from infra.local.slack.arguments import Arguments
from infra.local.slack.installed import Installed
from infra.local.slack.refusing import SlackError
from infra.local.slack.views import View

Answered = dict[str, Any]


def open_(app: Installed, given: Arguments) -> Answered:
    trigger = app.triggers.exchange(given.text("trigger_id"))
    return _shown(app, app.views.open(trigger.user, trigger.client, _view(app, given)))


def push(app: Installed, given: Arguments) -> Answered:
    trigger = app.triggers.exchange(given.text("trigger_id"))
    return _shown(app, app.views.push(trigger.user, trigger.client, _view(app, given)))


def update(app: Installed, given: Arguments) -> Answered:
    """By the form's identifier or by the app's own name for it. `hash`: only if nobody has changed it since."""
    id = given.text("view_id", required=False)
    known = app.views.get(id) if id else app.views.by_external(given.text("external_id"))
    wanted = given.text("hash", required=False)
    if wanted and wanted != known["hash"]:
        raise SlackError("hash_conflict")
    return _shown(app, app.views.update(known["id"], _view(app, given)))


def publish(app: Installed, given: Arguments) -> Answered:
    """The home tab of one person."""
    user = app.someone(given.text("user_id"))
    known = app.workspace.homes.get(user)
    wanted = given.text("hash", required=False)
    if wanted and known and wanted != known["hash"]:
        raise SlackError("hash_conflict")
    view = app.made.view(_sent(given), "home", known["id"] if known else "")
    app.workspace.put_home(user, view)
    return {"view": view}


def _view(app: Installed, given: Arguments) -> View:
    return app.made.view(_sent(given), "modal")


def _sent(given: Arguments) -> Any:
    sent = given.structure("view", "invalid_arguments")
    if sent is None:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view"])
    return sent


def _shown(app: Installed, view: View) -> Answered:
    app.workspace.touch("views")
    return {"view": view}
