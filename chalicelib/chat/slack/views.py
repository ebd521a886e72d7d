"""Modal views: a form, the sentence that takes its place, and what is wrong with what was filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..actions import ACTIONS
from ..answers import Mistakes
from ..forms import title as title_of
from ..model import Form, Notice, Private
from ..notices import mistakes as as_notice
from . import limits
from .bodies import card_body, notice_body
from .carried import Carried, packed
from .elements import EVERYTHING, Block, actions, button, named, plain, sections
from .inputs import input_block
from .paging import within

#: The callback_id of a view that only says something.
NOTICE = "notice"
_HIDE = "details.hide"


def modal(form: Form, carried: Carried) -> Block:
    """The form as it is opened or updated; without fields (`forms.opening`) nothing can be sent.

    Raises ValueError for more inputs, or longer identifiers, than Slack takes.
    """
    inputs = [input_block(each) for each in form.fields]
    if len(inputs) > limits.VIEW_BLOCKS - 2:
        raise ValueError(f"{form.id} has {len(inputs)} inputs")
    intro = sections("\n".join(form.intro)) if form.intro or not inputs else []
    blocks = named(within(intro, inputs, limits.VIEW_BLOCKS, limits.VIEW_SIZE), "intro")
    ends = {"submit": _word(form.submit or "Send"), "close": _word("Cancel")} if inputs else {"close": _word("Close")}
    return _view(form.id, form.title, carried, blocks) | ends


def answer(reply: Notice | Private, carried: Carried, action: str = "") -> Block:
    """A reply in place of the form that was opened for it. Closing hides it, so it needs no button for that."""
    if isinstance(reply, Private):
        body, pressed, needless = card_body(reply.card), [*reply.card.leading, *reply.card.menu], EVERYTHING
    else:
        body, pressed = notice_body(reply)
        needless = _HIDE
    rows = actions(button(each) for each in pressed if each.action != needless)
    blocks = within(body, rows, limits.VIEW_BLOCKS, limits.VIEW_SIZE)
    title = title_of(action) if action in ACTIONS else "EVR"
    return _view(NOTICE, title, carried, named(blocks, "reply")) | {"close": _word("Close")}


def wrong(mistakes: Mistakes, inputs: Sequence[str], carried: Carried, action: str = "") -> dict[str, Any]:
    """The answer to a view_submission: every mistake at its input, or at the first where it has none of its own.

    `inputs` are the block ids of the view's inputs (`reading.Sent.inputs`).
    """
    if not inputs:
        return {"response_action": "update", "view": answer(as_notice(mistakes), carried, action)}
    at: dict[str, str] = {}
    for field, sentence in mistakes.fields.items():
        block = field if field in inputs else inputs[0]
        at[block] = f"{at[block]} {sentence}" if block in at else sentence
    return {"response_action": "errors", "errors": {block: limits.cut(said, limits.HINT) for block, said in at.items()}}


def _view(id: str, title: str, carried: Carried, blocks: list[Block]) -> Block:
    return {
        "type": "modal",
        "callback_id": limits.exact(id, limits.IDENTIFIER),
        "title": plain(title, limits.MODAL_TITLE),
        "private_metadata": packed(carried),
        "blocks": blocks,
    }


def _word(said: str) -> Block:
    return plain(said, limits.MODAL_BUTTON)
