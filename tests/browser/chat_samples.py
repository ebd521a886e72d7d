"""Messages and forms with every kind of block that the chat pane shows."""

from __future__ import annotations

from typing import Any

#: A picture of one pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def plain(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, **more}


def marked(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def option(value: str, text: str = "") -> dict[str, Any]:
    return {"text": plain(text or f"Option {value}"), "value": value}


OPTIONS = [option("a"), option("b"), option("c")]
CONFIRM = {
    "title": plain("Close the link"),
    "text": plain("A closed link can never be used again. Close it?"),
    "confirm": plain("Close the link"),
    "deny": plain("Cancel"),
    "style": "danger",
}


def button(action: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action, "text": plain(text), "value": "DP-1", **more}


def message(file: str) -> list[dict[str, Any]]:
    """Everything that stands in messages. `file`: a picture that was uploaded."""
    menu = {
        "type": "overflow",
        "action_id": "menu",
        "options": [option("job.timeline DP-1", "What happened"), option("job.more DP-1", "More")],
    }
    return [
        {"type": "header", "block_id": "head", "text": plain("DP-1: Test of every block")},
        {
            "type": "section",
            "block_id": "marks",
            "text": marked(
                "*Bold*, _italic_, ~struck~, `code` and <https://example.org/x|a link>; <@U0PC2211> and <#C0QUEUE01>\n"
                "<!date^1795363680^{date_short} {time}|then>\n&gt; A quotation\n```some code```\n"
                "A &lt;b&gt; is no markup &amp; 2 * 3 * 4"
            ),
        },
        {"type": "section", "block_id": "facts", "fields": [marked("*Status*\nIn the queue"), marked("*Officer*\nnobody yet")]},
        {"type": "section", "block_id": "side", "text": marked("With something beside it"), "accessory": button("side", "Beside")},
        {"type": "divider", "block_id": "line"},
        {
            "type": "actions",
            "block_id": "buttons",
            "elements": [
                button("plain", "Plain"),
                button("good", "Good", style="primary"),
                button("bad", "Close the link", style="danger", confirm=CONFIRM),
                menu,
            ],
        },
        {
            "type": "actions",
            "block_id": "choices",
            "elements": [
                {"type": "static_select", "action_id": "one", "options": OPTIONS, "placeholder": plain("Choose one")},
                {"type": "datepicker", "action_id": "day", "placeholder": plain("A day")},
                {"type": "timepicker", "action_id": "time", "placeholder": plain("A time")},
                {"type": "checkboxes", "action_id": "boxes", "options": OPTIONS[:2]},
                {"type": "radio_buttons", "action_id": "radio", "options": OPTIONS[:2]},
            ],
        },
        {"type": "context", "block_id": "context", "elements": [marked("Seen by *everybody*"), plain("and small")]},
        {
            "type": "image",
            "block_id": "picture",
            "slack_file": {"id": file},
            "alt_text": "A test picture",
            "title": plain("Figures"),
        },
    ]  # fmt: skip


def _input(id: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": id, "label": plain(label), "element": {"action_id": id, **element}, **more}


def form() -> dict[str, Any]:
    """A form with every kind of input."""
    blocks = [
        {"type": "section", "block_id": "intro", "text": marked("Every kind of *input*.")},
        _input("line", "One line", {"type": "plain_text_input", "placeholder": plain("Write here")}, hint=plain("It has a hint.")),
        _input("lines", "Several lines", {"type": "plain_text_input", "multiline": True, "initial_value": "First"}, optional=True),
        _input("one", "One of several", {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[1]}),
        _input("some", "Some of several", {"type": "multi_static_select", "options": OPTIONS}, optional=True),
        _input("boxes", "Boxes", {"type": "checkboxes", "options": OPTIONS, "initial_options": OPTIONS[:1]}, optional=True),
        _input("radio", "One of these", {"type": "radio_buttons", "options": OPTIONS[:2]}),
        _input("day", "A day", {"type": "datepicker", "initial_date": "2026-11-22"}, optional=True),
        _input("time", "A time", {"type": "timepicker", "initial_time": "09:30"}, optional=True),
        _input("moment", "A moment", {"type": "datetimepicker", "initial_date_time": 1795363680}, optional=True),
    ]
    return {
        "type": "modal",
        "callback_id": "test",
        "title": plain("Every input"),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "blocks": blocks,
    }
