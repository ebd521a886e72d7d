"""Cards, private replies and thread lines as Slack's messages."""

import json

import pytest
from msgspec.structs import replace

from chalicelib.chat.cards import job_card
from chalicelib.chat.matters import emergency_card
from chalicelib.chat.model import Button, Card, Fact, Hide, Notice, Private
from chalicelib.chat.notices import claimed
from chalicelib.chat.people import hidden
from chalicelib.chat.slack.elements import MENU, actions, button, overflow, toned
from chalicelib.chat.slack.messages import card_message, hiding, private, said, unfurled
from chalicelib.service import Done
from tests.builders import NOW, OFFICER, REFERENCE, an_incident, policy
from tests.slack_checks import message_faults, unfurl_faults
from tests.unit.chat.lives import LATER

POLICY = policy()
LONG_REFERENCE = "R" * 64


def shown(status="queued", **facts):
    return job_card(an_incident(status, **facts), POLICY, LATER)


def elements(blocks):
    return [element for block in blocks if block["type"] == "actions" for element in block["elements"]]


def pressed(blocks):
    """Every action there is, those of the menu too."""
    found = []
    for element in elements(blocks):
        found += [each["value"].split(" ")[0] for each in element.get("options", [])] or [element["action_id"]]
    return found


def fields(blocks):
    return [field["text"] for block in blocks for field in block.get("fields", [])]


def texts(blocks):
    return [block["text"]["text"] for block in blocks if "text" in block]


def without_spaces(text):
    return "".join(text.split())


# --- cards --------------------------------------------------------------------------------------------------------------------


def test_a_card_is_a_message_with_its_key_unseen():
    message = card_message(shown(), "job:1")
    assert message.text == "⚠ Attention: 20261118-0416, Theft: in the queue; 5 h 10 min, target 48 h"
    assert message.blocks[0]["text"]["text"] == "⚠ Attention: 20261118-0416: Theft"
    assert message.metadata == {"event_type": "evr_card", "event_payload": {"key": "job:1"}}
    assert "*Officer*\nnobody yet" in fields(message.blocks)
    assert message_faults(message.fields()) == []


def test_the_same_card_has_the_same_blocks_ids():
    ids = [each["block_id"] for each in card_message(shown(), "k").blocks]
    assert ids == [f"job:{REFERENCE}#{n}" for n in range(len(ids))]


def test_two_buttons_lead_and_the_menu_has_the_room_and_ends_with_everything():
    blocks = card_message(shown("link_sent"), "k").blocks
    first, second, menu = elements(blocks)
    assert (first["action_id"], second["action_id"], menu["action_id"]) == ("job.join", "job.link", MENU)
    assert menu["options"][1]["value"] == f"job.room {REFERENCE}"
    assert first["value"] == REFERENCE
    assert len(menu["options"]) == 5
    assert menu["options"][-1]["value"] == f"job.more {REFERENCE}"


def test_of_two_good_things_only_the_first_is_primary():
    first, second, _ = elements(card_message(shown("link_sent"), "k").blocks)
    assert first["style"] == "primary"
    assert "style" not in second


def test_what_is_asked_first_is_never_in_the_menu():
    card = shown("link_sent")
    assert "job.close" in [each.action for each in card.menu]
    assert "job.close" not in pressed(card_message(card, "k").blocks)
    close = next(each for each in elements(private(Private(card))[0].blocks) if each["action_id"] == "job.close")
    assert close["confirm"]["text"]["text"].startswith("Only the police can close the link")
    assert (close["confirm"]["confirm"]["text"], close["confirm"]["style"]) == ("Close the link", "danger")


def test_a_button_may_open_an_address():
    assert (
        button(Button("details.hide", "Go", url="https://evr.test.example/officer#1"))["url"]
        == "https://evr.test.example/officer#1"
    )
    assert "url" not in button(Button("help", "Help"))


def test_a_menu_of_one_is_a_button():
    assert overflow([Button("help", "Help")])[0]["type"] == "button"
    assert overflow([]) == []


def test_a_menu_leaves_out_what_would_be_cut():
    kept = overflow([Button("a", "A", "x" * 200), Button("b", "B"), Button("c", "C")])
    assert [each["value"] for each in kept[0]["options"]] == ["b", "c"]


def test_a_long_reference_breaks_nothing():
    card = shown("link_sent", reference=LONG_REFERENCE, flags=("vulnerable",))
    message = card_message(card, f"job:{LONG_REFERENCE}")
    assert message_faults(message.fields()) == []
    assert elements(message.blocks)[-1]["options"][-1]["value"] == f"job.more {LONG_REFERENCE}"


def test_a_talkative_policy_breaks_nothing():
    wordy = policy(flags={"vulnerable": "Vulnerable & <b>at risk</b> " * 70}, scope={"type_names": {"theft": "Theft " * 300}})
    card = job_card(an_incident("queued", flags=("vulnerable",), type="theft"), wordy, LATER)
    message = card_message(card, "k")
    assert message_faults(message.fields()) == []
    assert "&lt;b&gt;" in " ".join(fields(message.blocks))
    assert pressed(message.blocks)[:2] == ["job.claim", "job.allocate"]


def test_a_card_too_long_says_so_and_keeps_its_buttons():
    card = Card("team", "Who is on", "s", lines=("x" * 2500,) * 8, leading=(Button("list.queue", "Show the queue"),))
    message = card_message(card, "k")
    assert message_faults(message.fields()) == []
    assert message.blocks[-2]["elements"][0]["text"] == "There is more than fits here."
    assert pressed(message.blocks) == ["list.queue"]


@pytest.mark.parametrize(
    ("tone", "says"), [("plain", "Theft"), ("good", "✓ Theft"), ("warning", "⚠ Attention: Theft"), ("danger", "‼ Urgent: Theft")]
)
def test_the_tone_is_said_not_coloured(tone, says):
    assert toned("Theft", tone) == says
    message = card_message(replace(shown(), title="Theft", summary="Theft", tone=tone), "k")
    assert (message.text, message.blocks[0]["text"]["text"]) == (says, says)


def test_an_emergency_says_so_once():
    message = card_message(emergency_card(an_incident("escalated"), POLICY, NOW), "k")
    assert message.text.startswith("‼ EMERGENCY: ")


def test_only_our_own_mentions_mention():
    card = job_card(an_incident("claimed"), POLICY, LATER, {OFFICER: "<@U0ROWAN>"})
    assert "*Officer*\n<@U0ROWAN>" in fields(card_message(card, "k").blocks)
    loud = replace(card, facts=(Fact("Note <!here>", "<!channel> & <https://x.example|click>"),))
    assert "*Note &lt;!here&gt;*\n&lt;!channel&gt; &amp; &lt;https://x.example|click&gt;" in fields(card_message(loud, "k").blocks)


def test_the_same_action_twice_stands_in_two_rows():
    rows = actions([button(Button("job.card", "A", "1")), button(Button("job.card", "B", "2"))])
    assert [[each["value"] for each in row["elements"]] for row in rows] == [["1"], ["2"]]


def test_a_button_without_a_value_sends_none():
    assert "value" not in button(Button("help", "Help"))


def test_a_value_that_would_be_cut_is_our_mistake():
    with pytest.raises(ValueError, match="Slack takes 2000"):
        button(Button("job.claim", "Claim", "x" * 2001))


# --- private replies ----------------------------------------------------------------------------------------------------------


def test_a_notice_says_its_sentence_and_offers_what_comes_next():
    done = Done(REFERENCE, "claimed", 4, ("Claimed",), reported_at=NOW)
    [message] = private(claimed(done, POLICY, NOW))
    assert message.text.startswith(f"✓ {REFERENCE}")
    assert texts(message.blocks) == [message.text]
    assert pressed(message.blocks) == ["job.details", "job.contact", "job.link"]
    assert message.metadata is None
    assert message_faults(message.fields()) == []


def test_details_are_shown_letter_by_letter():
    written = "<@U0ROWAN> & *not bold* _x_ :fire:"
    [message] = private(Notice("The victim.", facts=(Fact("Name", written),), hide=True))
    label, value = message.blocks[1]["fields"]
    assert label["text"] == "*Name*"
    assert (value["type"], value["text"], value["emoji"]) == ("plain_text", written, False)
    assert pressed(message.blocks) == ["details.hide"]
    assert written not in message.text


def test_a_way_to_hide_is_not_offered_twice():
    own = Button("details.hide", "Hide", REFERENCE)
    [message] = private(Notice("The victim.", buttons=(own,), hide=True))
    assert [each["value"] for each in elements(message.blocks)] == [REFERENCE]


def test_long_details_lose_nothing_and_each_part_can_be_hidden():
    # Given everything about a victim as long as the API takes it
    facts = tuple(Fact(f"Part {n}", f"{n}: " + "word & word " * 650) for n in range(8))
    # When it is shown
    messages = private(Notice("The victim.", facts=facts, buttons=(Button("details.hide", "Hide", REFERENCE),), hide=True))
    # Then it takes several messages, and all of it is there
    assert len(messages) > 1
    shown = "".join(block["text"]["text"] for each in messages for block in each.blocks if block.get("text"))
    assert all(without_spaces(fact.value) in without_spaces(shown) for fact in facts)
    for message in messages:
        assert message_faults(message.fields()) == []
        assert pressed(message.blocks)[-1] == "details.hide"


def test_ones_own_card_has_every_button():
    card = shown("in_call")
    [message] = private(Private(card))
    wanted = [each.action for each in (*card.leading, *card.menu) if each.action != "job.more"]
    assert pressed(message.blocks) == wanted
    assert all(each["type"] == "button" for each in elements(message.blocks))
    assert message_faults(message.fields()) == []


def test_hiding_takes_the_message_away_or_puts_another_in_its_place():
    assert hiding(Hide()) == {"delete_original": True}
    replaced = hiding(Hide(hidden(REFERENCE)))
    assert replaced["replace_original"] is True
    assert replaced["text"] == f"Details of {REFERENCE} hidden."
    assert pressed(replaced["blocks"]) == ["job.details"]


def test_in_a_list_each_job_stands_beside_its_button():
    # Given a page of a worklist: every job a fact, and a button of the same name
    jobs = [f"2026-{n}" for n in range(3)]
    buttons = (*(Button("job.card", each, each) for each in jobs), Button("list.queue", "Further down the list", "1"))
    [message] = private(Notice("The queue. 3 waiting.", tuple(Fact(each, "Theft: 5 h") for each in jobs), buttons))
    # Then they stand together, and only the rest has a row of its own
    rows = message.blocks[1:4]
    assert [each["accessory"]["value"] for each in rows] == jobs
    assert [(each["text"]["text"], each["fields"][0]["text"]) for each in rows] == [(f"*{each}*", "Theft: 5 h") for each in jobs]
    assert pressed(message.blocks) == ["list.queue"]
    assert message_faults(message.fields()) == []


def test_a_long_fact_has_its_button_too():
    [message] = private(Notice("Here.", (Fact("1", "word " * 100),), (Button("job.card", "1", "1"), Button("job.more", "1", "2"))))
    assert message.blocks[1]["accessory"]["action_id"] == "job.more"
    assert pressed(message.blocks) == ["job.card"]
    assert message_faults(message.fields()) == []


# --- threads and links --------------------------------------------------------------------------------------------------------


def test_lines_in_a_thread():
    [message] = said(["10:05 Claimed by <@U0ROWAN>", "10:07 Link sent & read"], "job:1:v3")
    assert message.text == "10:05 Claimed by <@U0ROWAN>\n10:07 Link sent &amp; read"
    assert message.metadata == {"event_type": "evr_card", "event_payload": {"key": "job:1:v3"}}
    assert message_faults(message.fields()) == []


def test_many_lines_are_several_messages_of_which_the_last_has_the_key():
    lines = [f"{n}: " + "what happened " * 20 for n in range(200)]
    messages = said(lines, "k")
    assert [message.metadata is not None for message in messages] == [False] * (len(messages) - 1) + [True]
    assert all(message_faults(message.fields()) == [] for message in messages)
    told = "".join(block["text"]["text"] for message in messages for block in message.blocks)
    assert told.split() == "\n".join(lines).split()


def test_a_link_to_a_job_shows_its_card():
    preview = unfurled(shown())
    assert preview["fallback"].startswith("⚠ Attention: 20261118-0416")
    assert unfurl_faults(preview) == []
    assert json.loads(json.dumps(preview)) == preview
