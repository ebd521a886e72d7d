"""The way back to whoever asked: a private reply, a form, the home tab. What does not get through is noted; the command stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ..model import Form, Hide, Home, Notice, Private
from ..wall import Gone, Refused, Unanswered, Wait
from . import lost, messages, views
from .calls import Api
from .carried import Carried
from .elements import Block
from .home import home_view

_TROUBLE = (Wait, Gone, Unanswered, Refused)
#: In the place of what is too private for a conversation that is kept.
_AGAIN = Notice("Slack was too slow to show this here. Press again.", tone="warning")


class Way(Struct, frozen=True, kw_only=True):
    """Where somebody asked from. `trigger` opens one form within three seconds; `view` is the form that was pressed; `home`: on
    their home tab."""

    user: str
    carried: Carried = Carried()
    trigger: str | None = None
    view: str | None = None
    home: bool = False


class Sender:
    """Answers one request. Every method says whether it got through, and notes it where it did not."""

    def __init__(self, api: Api, force: str, way: Way) -> None:
        self._api, self._force, self._way = api, force, way

    # --- forms ----------------------------------------------------------------------------------------------------------------

    def open(self, form: Form) -> str | None:
        """Show a form at once; its view's id. A form that is open becomes this one."""
        return self._show(views.modal(form, self._carried(form)))

    def fill(self, view: str, reply: Form | Notice | Private, action: str) -> bool:
        """The form as it is to be filled in, or why it is not to be had, in the place of the one that was opened."""
        shown = (
            views.modal(reply, self._carried(reply)) if isinstance(reply, Form) else views.answer(reply, self._way.carried, action)
        )
        return self._update(view, shown)

    def _carried(self, form: Form) -> Carried:
        return replace(self._way.carried, value=form.value)

    def _show(self, view: Block) -> str | None:
        """In the form that was pressed, or in a new one; None when it is not shown."""
        if self._way.view:
            return self._way.view if self._update(self._way.view, view) else None
        told = self._call("form", "views.open", trigger_id=self._way.trigger, view=view)
        return str(told["view"]["id"]) if told else None

    def _update(self, id: str, view: Block) -> bool:
        return self._call("form", "views.update", view_id=id, view=view) is not None

    # --- private replies ------------------------------------------------------------------------------------------------------

    def tell(self, reply: Notice | Private) -> bool:
        """Only the asker sees it: in the form that they pressed, over their home tab, or where the card stands."""
        if (self._way.view or self._way.home) and self._show(views.answer(reply, self._way.carried)):
            return True
        return self.say(reply)

    def say(self, reply: Notice | Private, *, skip_last: bool = False) -> bool:
        """As messages. `skip_last`: the last one goes with the HTTP answer."""
        passing = isinstance(reply, Notice) and reply.hide
        pages = messages.private(reply)
        for message in pages[:-1] if skip_last else pages:
            if not self._try("private reply", partial(self._say, message.fields(), passing)):
                return False
        return True

    def _say(self, fields: dict[str, Any], passing: bool) -> None:
        """The response_url first: it works where we are not, and after half an hour or five answers it does not any more.

        A direct message last: it is kept, so what is only to be shown in passing does not go there.
        """
        carried, user = self._way.carried, self._way.user
        ways: list[Callable[[], Any]] = []
        if carried.response_url:
            told = {"response_type": "ephemeral", "replace_original": False, **_in(carried), **fields}
            ways.append(partial(self._api.respond, carried.response_url, told))
        if carried.channel:
            here = {"channel": carried.channel, "user": user, **_in(carried)}
            ways.append(partial(self._api.call, "chat.postEphemeral", **here, **fields))
        kept = messages.private(_AGAIN)[0].fields() if passing else fields
        ways.append(partial(self._api.call, "chat.postMessage", channel=user, **kept))
        _first_that_is_there(ways)

    def hide(self, hide: Hide) -> bool:
        """Take the pressed message away, or put another in its place.

        A form's response_url is that of the message from which it was opened: nothing of that is touched.
        """
        carried = self._way.carried
        if self._way.view:
            return hide.instead is not None and self._update(self._way.view, views.answer(hide.instead, carried))
        if carried.response_url is None:
            return False
        return self._try("hiding", partial(self._api.respond, carried.response_url, messages.hiding(hide)))

    # --- home -----------------------------------------------------------------------------------------------------------------

    def publish(self, home: Home) -> bool:
        return self._call("home tab", "views.publish", user_id=self._way.user, view=home_view(home)) is not None

    def unfurl(self, channel: str, ts: str, cards: dict[str, dict[str, Any]]) -> bool:
        """Cards below the links of somebody's message."""
        return self._call("unfurl", "chat.unfurl", channel=channel, ts=ts, unfurls=cards) is not None

    def _call(self, what: str, method: str, **arguments: Any) -> dict[str, Any] | None:
        """The answer of a method, None when it did not get through."""
        found: list[dict[str, Any]] = []
        self._try(what, lambda: found.append(self._api.call(method, **arguments)))
        return found[0] if found else None

    def _try(self, what: str, do: Callable[[], Any]) -> bool:
        try:
            do()
        except _TROUBLE as error:
            lost.note(self._force, what, error)
            return False
        return True


def _in(carried: Carried) -> dict[str, str]:
    return {"thread_ts": carried.thread} if carried.thread else {}


def _first_that_is_there(ways: list[Callable[[], Any]]) -> None:
    """Only where the way itself is no more is the next one taken: whatever else happened may have got through."""
    for way in ways[:-1]:
        try:
            way()
        except Gone:
            continue
        return
    ways[-1]()
