"""What somebody sees: buttons, forms, the slash command, the home tab, the shortcut, links. And in which order it happens."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from chalicelib.chat.slack import messages, turn
from chalicelib.domain import commands as c
from tests import slack_payloads as p
from tests.builders import IDS, OFFICER, OTHER_OFFICER, SERGEANT
from tests.contract.slack_http.room import Room, account

SPOC = IDS["spoc"]


# --- buttons ------------------------------------------------------------------------------------------------------------------


def test_a_button_does_it_and_says_so_privately(room: Room):
    reference = room.force.bring("queued")
    heard = room.press(OFFICER, "job.claim", reference)
    assert (heard.status, heard.body) == (200, "")
    assert room.force.incident(reference).officer == OFFICER
    assert reference in room.told(OFFICER)[-1] and "is yours" in room.told(OFFICER)[-1]
    assert room.slack.methods() == ["response_url"]


def test_a_refusal_says_why_and_what_to_do(room: Room):
    reference = room.force.bring("claimed", officer=OTHER_OFFICER)
    room.press(OFFICER, "job.claim", reference)
    assert OTHER_OFFICER in room.told(OFFICER)[-1]
    assert "queue.claim_next" in json.dumps(room.slack.told(account(OFFICER))[-1])


def test_the_menu_does_the_same_as_a_button(room: Room):
    reference = room.force.bring("queued")
    option = {"text": {"type": "plain_text", "text": "Claim"}, "value": f"job.claim {reference}"}
    element = {"type": "overflow", "action_id": "menu", "block_id": "b", "options": [option]}
    message = p.posted({"text": "x", "blocks": [{"type": "actions", "block_id": "b", "elements": [element]}]})
    room.send(room.ready(p.press(p.button(message, "job.claim"), message, user=account(OFFICER)), OFFICER))
    assert room.force.incident(reference).officer == OFFICER


def test_a_reply_in_a_thread_stays_in_its_thread(room: Room):
    reference = room.force.bring("queued")
    message = p.posted({"text": "x", "blocks": []}, thread="1763460000.000001")
    element = {
        "type": "button",
        "action_id": "job.card",
        "block_id": "b",
        "value": reference,
        "text": {"type": "plain_text", "text": "x"},
    }
    room.send(room.ready(p.press(element, message, user=account(OFFICER)), OFFICER))
    assert room.slack.told(account(OFFICER))[-1]["thread_ts"] == "1763460000.000001"


def test_an_input_that_is_only_chosen_is_acknowledged_and_answered_with_help(room: Room):
    element = {
        "type": "static_select",
        "action_id": "nothing.known",
        "block_id": "b",
        "selected_option": {"value": "x", "text": {}},
    }
    message = p.posted({"text": "x", "blocks": []})
    heard = room.send(room.ready(p.press(element, message, user=account(OFFICER)), OFFICER))
    assert heard.status == 200
    assert "What you can ask for" in room.told(OFFICER)[-1]


def test_an_unknown_button_is_answered_with_help(room: Room):
    assert room.press(OFFICER, "job.teleport", "20261118-0016").status == 200
    assert "/evr next" in room.told(OFFICER)[-1]


def test_whoever_is_not_on_the_roster_is_told_so(room: Room):
    room.slack.add_user("U0STRANGER")
    reference = room.force.bring("queued")
    heard = room.send(room.button("STRANGER", "job.claim", reference))
    assert heard.status == 200
    (said,) = room.told("STRANGER")
    assert "does not know your Slack account" in said and "U0STRANGER" in said
    assert room.force.incident(reference).officer is None


def test_whoever_is_not_active_any_more_is_told_so(room: Room):
    room.enrol(OFFICER, "officer", active=False)
    room.press(OFFICER, "queue.claim_next")
    assert "not active on the roster" in room.told(OFFICER)[-1]


def test_hiding_takes_the_message_away(room: Room):
    room.press(OFFICER, "reminder.dismiss", "20261118-0016")
    assert room.slack.told(account(OFFICER))[-1]["delete_original"] is True


def test_hidden_details_leave_a_way_back(room: Room):
    room.press(OFFICER, "details.hide", "20261118-0016")
    told = room.slack.told(account(OFFICER))[-1]
    assert told["replace_original"] is True
    assert "job.details" in json.dumps(told)


@pytest.mark.parametrize("action", ["details.hide", "reminder.dismiss"])
def test_hiding_within_a_form_does_not_touch_the_message_it_was_opened_from(room: Room, action: str):
    carried = {"channel": p.CHANNEL, "response_url": room.slack.response_url(account(OFFICER))}
    view = p.opened({"type": "modal", "callback_id": "notice", "private_metadata": json.dumps(carried), "blocks": []})
    room.slack.views[view["id"]] = view
    assert room.press(OFFICER, action, "20261118-0016", on=view).status == 200
    assert "response_url" not in room.slack.methods()


# --- forms --------------------------------------------------------------------------------------------------------------------


def test_a_form_is_opened_before_anything_is_read(room: Room):
    reference = room.force.bring("claimed")
    room.journal.clear()
    room.press(OFFICER, "job.contact", reference)
    assert room.journal[0] == "views.open"
    assert room.journal[-1] == "views.update"
    assert set(room.journal[1:-1]) == {"get"}
    opening = room.slack.sent("views.open")[0]["view"]
    assert "One moment" in json.dumps(opening) and "submit" not in opening


def test_a_form_is_filled_in_and_sent(room: Room):
    reference = room.force.bring("claimed")
    view = room.form(OFFICER, "job.contact", reference)
    heard = room.fill(OFFICER, view, result="spoke", note="Test note.")
    assert (heard.status, heard.body) == (200, "")
    assert room.force.incident(reference).contacts == 1
    assert "Done" in room.told(OFFICER)[-1]


def test_mistakes_stand_at_their_inputs(room: Room):
    reference = room.force.bring("in_call")
    view = room.form(OFFICER, "job.pause", reference)
    heard = room.fill(OFFICER, view, reason="sergeant_advice")
    assert heard.body["response_action"] == "errors"
    assert set(heard.body["errors"]) == {"question"}
    assert room.force.incident(reference).room == "in_call"
    # and the same form, put right, is done
    assert room.fill(OFFICER, view, reason="sergeant_advice", question="Test question.").body == ""
    assert room.force.incident(reference).room == "paused"


def test_a_form_that_cannot_be_had_says_why_in_its_place(room: Room):
    reference = room.force.bring("queued")
    room.press(OFFICER, "job.submit", reference)
    said = json.dumps(room.slack.sent("views.update")[-1]["view"])
    assert '"callback_id": "notice"' in said and "input" not in said
    assert room.told(OFFICER) == []


def test_a_refusal_after_the_form_stands_in_its_place(room: Room):
    # Given a form that was opened while the job was still held
    reference = room.force.bring("claimed")
    view = room.form(OFFICER, "job.contact", reference)
    # When a sergeant has handed it on meanwhile
    room.force.must("sergeant", reference, c.Reassign(OTHER_OFFICER))
    heard = room.fill(OFFICER, view, result="spoke")
    # Then nothing is done, and the form says why
    assert heard.body["response_action"] == "update"
    assert "notice" in json.dumps(heard.body["view"])
    assert room.force.incident(reference).contacts == 0


def test_closing_a_form_does_nothing(room: Room):
    reference = room.force.bring("claimed")
    view = room.form(OFFICER, "job.contact", reference)
    room.journal.clear()
    assert room.send(p.close(view, user=account(OFFICER))).status == 200
    assert room.journal == []


def test_after_half_an_hour_the_private_reply_takes_another_way(room: Room):
    reference = room.force.bring("claimed")
    view = room.form(OFFICER, "job.contact", reference)
    room.slack.expire(json.loads(view["private_metadata"])["response_url"])
    room.fill(OFFICER, view, result="spoke")
    assert room.slack.methods()[-2:] == ["response_url", "chat.postEphemeral"]
    assert "Done" in room.told(OFFICER)[-1]


def test_where_we_are_not_in_the_channel_it_is_a_direct_message(room: Room):
    reference = room.force.bring("claimed")
    view = room.form(OFFICER, "job.contact", reference)
    room.slack.expire(json.loads(view["private_metadata"])["response_url"])
    room.slack.channels[p.CHANNEL].member = False
    room.fill(OFFICER, view, result="spoke")
    assert "Done" in room.slack.channels[f"D{account(OFFICER)}"].messages[-1].sent["text"]


def test_a_button_in_a_form_changes_that_form(room: Room):
    reference = room.force.bring("queued")
    room.press(OFFICER, "job.submit", reference)  # refused, in the form's place
    update = room.slack.sent("views.update")[-1]
    shown = p.opened(update["view"], id=update["view_id"])
    opened = len(room.slack.sent("views.open"))
    # a reply
    room.press(OFFICER, "job.card", reference, on=shown)
    assert room.slack.sent("views.update")[-1]["view_id"] == update["view_id"]
    # and a form
    room.press(SERGEANT, "job.return", reference, on=shown)
    view = room.slack.sent("views.update")[-1]
    assert (view["view_id"], view["view"]["callback_id"]) == (update["view_id"], "job.return")
    assert len(room.slack.sent("views.open")) == opened


def test_two_forms_one_after_the_other_in_one_view_are_two_commands(room: Room):
    reference = room.force.bring("claimed")
    first = room.form(OFFICER, "job.contact", reference)
    room.fill(OFFICER, first, result="no_answer")
    again = room.form(OFFICER, "job.contact", reference, on=p.opened(room.slack.views[first["id"]], id=first["id"]))
    assert again["id"] == first["id"]
    room.fill(OFFICER, again, result="spoke")
    assert room.force.incident(reference).contacts == 2


# --- the victim's details -----------------------------------------------------------------------------------------------------


def test_details_are_for_the_holder_privately_and_on_record(room: Room):
    reference = room.force.bring("claimed")
    before = room.commands(reference)
    room.press(OFFICER, "job.details", reference)
    told = json.dumps(room.slack.told(account(OFFICER))[-1])
    assert "07700 900" in told.replace("+44 7700", "07700") or "0770090" in told.replace(" ", "")
    assert "details.hide" in told
    assert room.commands(reference) == before + 1  # the showing
    assert room.slack.in_channels() == room.slack.in_channels().replace("07700", "")


def test_details_never_go_into_a_conversation_that_is_kept(room: Room):
    # Given that the answer's own way is closed, and we are not in the channel
    reference = room.force.bring("claimed")
    payload = room.button(OFFICER, "job.details", reference)
    room.slack.expire(payload["response_url"])
    room.slack.channels[p.CHANNEL].member = False
    # When the details are asked for
    room.send(payload)
    # Then they are shown nowhere
    assert "Press again" in room.slack.channels[f"D{account(OFFICER)}"].messages[-1].sent["text"]
    assert "0770090" not in json.dumps([call.sent for call in room.slack.calls if call.method == "chat.postMessage"]).replace(
        " ", ""
    )


# --- the home tab -------------------------------------------------------------------------------------------------------------


def test_the_home_tab_is_shown_when_it_is_opened(room: Room):
    reference = room.force.bring("claimed")
    assert room.send(p.home_opened(user=account(OFFICER))).status == 200
    assert reference in json.dumps(room.slack.homes[account(OFFICER)])


def test_the_messages_tab_is_nothing_to_us(room: Room):
    assert room.send(p.home_opened(user=account(OFFICER), tab="messages")).status == 200
    assert room.slack.calls == []


def test_a_strangers_home_tab_says_so(room: Room):
    room.send(p.home_opened(user="U0STRANGER"))
    assert "does not know your Slack account" in json.dumps(room.slack.homes["U0STRANGER"])


def test_a_press_on_the_home_tab_is_answered_over_it_and_shows_it_anew(room: Room):
    reference = room.force.bring("queued")
    room.send(p.home_opened(user=account(OFFICER)))
    room.slack.calls.clear()
    room.press(OFFICER, "queue.claim_next", on=room.home(OFFICER))
    assert room.slack.methods() == ["views.open", "views.publish"]
    assert "is yours" in json.dumps(room.slack.sent("views.open")[0]["view"])
    assert reference in json.dumps(room.slack.homes[account(OFFICER)])


def test_details_from_the_home_tab_are_shown_over_it(room: Room):
    reference = room.force.bring("claimed")
    room.send(p.home_opened(user=account(OFFICER)))
    room.press(OFFICER, "job.details", reference, on=room.home(OFFICER))
    assert "0770090" in json.dumps(room.slack.sent("views.open")[0]["view"]).replace(" ", "")
    assert "chat.postMessage" not in room.slack.methods()


def test_a_form_from_the_home_tab_ends_in_its_own_place(room: Room):
    reference = room.force.bring("claimed")
    room.send(p.home_opened(user=account(OFFICER)))
    view = room.form(OFFICER, "job.contact", reference, on=room.home(OFFICER))
    room.slack.calls.clear()
    heard = room.fill(OFFICER, view, result="spoke")
    assert heard.body["response_action"] == "update"
    assert "Done" in json.dumps(heard.body["view"])
    assert room.slack.methods() == ["views.publish"]


def test_turning_a_page_of_the_home_tab(room: Room):
    for _ in range(7):
        room.force.bring("queued")
    room.send(p.home_opened(user=account(SERGEANT)))
    room.slack.calls.clear()
    room.press(SERGEANT, "home.page", "queue|1", on=room.home(SERGEANT))
    assert room.slack.methods() == ["views.publish"]
    assert "Earlier in the list" in json.dumps(room.slack.homes[account(SERGEANT)])


# --- the slash command --------------------------------------------------------------------------------------------------------


def test_a_command_is_answered_at_once(room: Room):
    reference = room.force.bring("queued")
    heard = room.typed(OFFICER, "next")
    assert heard.body["response_type"] == "ephemeral"
    assert reference in heard.body["text"]
    assert room.slack.calls == []
    assert room.force.incident(reference).officer == OFFICER


def test_nothing_typed_is_answered_with_help_that_fits_the_role(room: Room):
    assert "/evr triage" in room.typed(SERGEANT, "").body["text"]
    assert "/evr triage" not in room.typed(OFFICER, "what now?").body["text"]


def test_a_command_may_open_a_form(room: Room):
    reference = room.force.bring("claimed")
    room.journal.clear()
    assert room.typed(SPOC, f"recall {reference}").body == ""
    assert room.journal[0] == "views.open"
    assert room.slack.sent("views.update")[-1]["view"]["callback_id"] == "job.recall"


def test_a_form_that_is_too_late_is_said_at_once(room: Room):
    reference = room.force.bring("claimed")
    payload = room.ready(p.typed(f"escalate {reference}", user=account(OFFICER)), OFFICER) | {"trigger_id": "expired"}
    assert "too slow" in room.send(payload).body["text"]


def test_a_long_answer_comes_in_several_messages(room: Room):
    long = "Test: what was seen. " * 350
    reference = room.force.bring("claimed", summary=long, thrive={"threat": long})
    room.press(OFFICER, "job.details", reference)
    told = room.slack.told(account(OFFICER))
    assert len(told) > 1
    assert all("details.hide" in json.dumps(each) for each in told)
    assert json.dumps(told).count("seen.") >= 700


def test_a_long_answer_to_a_command_ends_in_the_http_answer(room: Room, monkeypatch: pytest.MonkeyPatch):
    pages = [messages.Message(f"page {number}", []) for number in range(3)]
    monkeypatch.setattr(messages, "private", lambda reply: pages)
    heard = room.typed(OFFICER, "help")
    assert room.told(OFFICER) == ["page 0", "page 1"]
    assert heard.body["text"] == "page 2"


def test_the_doctor_is_for_administrators(room: Room):
    assert "administrator" in room.typed(OFFICER, "doctor").body["text"]
    said = room.typed("AD0001", "doctor").body["text"]
    assert "in order" in said or "wrong with the set-up" in said
    room.slack.channels["C0TEAM001"].archived = True
    assert "C0TEAM001 (team): is archived" in room.typed("AD0001", "doctor").body["text"]


def test_the_doctor_keeps_within_its_time(room: Room):
    room.slack.down = True
    heard = room.typed("AD0001", "doctor")
    assert (heard.status, "does not answer" in heard.body["text"]) == (200, True)


# --- the shortcut, and links --------------------------------------------------------------------------------------------------


def test_a_message_is_made_into_an_update(room: Room):
    reference = room.force.bring("claimed")
    message = p.posted({"text": "Test: the suspect &amp; a friend were seen."})
    heard = room.send(room.ready(p.shortcut(message, user=account(SPOC)), SPOC))
    assert heard.status == 200
    update = room.slack.sent("views.update")[-1]
    assert "the suspect & a friend" in json.dumps(update["view"])
    room.fill(SPOC, p.opened(update["view"], id=update["view_id"]), reference=reference, kind="risk")
    assert room.force.incident(reference).updates == 1


def test_an_unknown_shortcut_is_answered_with_help(room: Room):
    message = p.posted({"text": "Test."})
    room.send(room.ready(p.shortcut(message, callback_id="message.old", user=account(OFFICER)), OFFICER))
    assert "What you can ask for" in room.told(OFFICER)[-1]


def test_a_link_to_a_job_shows_its_card(room: Room):
    reference = room.force.bring("claimed")
    url = f"https://{room.force.policy.link.domain}/job/{reference}"
    room.send(p.links_shared(url, user=account(OFFICER)))
    (unfurl,) = room.slack.sent("chat.unfurl")
    assert reference in json.dumps(unfurl["unfurls"][url])
    assert "0770090" not in json.dumps(unfurl).replace(" ", "")


@pytest.mark.parametrize(
    ("link_base", "host"),
    [("https://evr.example.org/v", "https://evr.example.org"), ("http://127.0.0.1:8800/v", "http://127.0.0.1:8800")],
)
def test_links_are_where_the_victims_page_is(room: Room, monkeypatch: pytest.MonkeyPatch, link_base: str, host: str):
    ports = room.ports()
    monkeypatch.setattr(turn, "ports", lambda: replace(ports, link_base=link_base))
    reference = room.force.bring("claimed")
    own = f"https://{room.force.policy.link.domain}/job/{reference}"
    room.send(p.links_shared(own, f"{host}/job/{reference}", f"{host}/job/{reference}", user=account(OFFICER)))
    (unfurl,) = room.slack.sent("chat.unfurl")
    assert list(unfurl["unfurls"]) == [f"{host}/job/{reference}"]


def test_a_reference_with_a_slash_travels_escaped(room: Room):
    reference = room.force.bring("claimed", reference="2026/7-x")
    url = f"https://{room.force.policy.link.domain}/job/2026%2F7-x"
    room.send(p.links_shared(url, user=account(OFFICER)))
    assert reference in json.dumps(room.slack.sent("chat.unfurl"))


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/job/{}",
        "http://{domain}/job/{}",
        "https://{domain}/v#{}",
        "https://{domain}/job/no-such-job",
        "https://{domain}/job/",
        "https://[broken/job/{}",
    ],
)
def test_other_links_are_left_alone(room: Room, address: str):
    reference = room.force.bring("claimed")
    url = address.format(reference, domain=room.force.policy.link.domain)
    assert room.send(p.links_shared(url, user=account(OFFICER))).status == 200
    assert room.slack.calls == []


def test_a_strangers_link_is_left_alone_and_so_is_one_in_a_shared_channel(room: Room):
    url = f"https://{room.force.policy.link.domain}/job/{room.force.bring('claimed')}"
    room.send(p.links_shared(url, user="U0STRANGER"))
    room.send(p.links_shared(url, user=account(OFFICER)) | {"is_ext_shared_channel": True})
    room.send(p.links_shared(url, user=account(OFFICER), channel="COMPOSER"))
    assert room.slack.calls == []


@pytest.mark.parametrize("type", ["message", "reaction_added", "app_uninstalled", "tokens_revoked"])
def test_events_that_nobody_asked_for_are_acknowledged(room: Room, type: str):
    payload = p.home_opened(user=account(OFFICER))
    assert room.send(payload | {"event": {"type": type, "event_ts": "1.1"}}).status == 200
    assert room.slack.calls == []


def test_options_that_nobody_asks_for_are_none(room: Room):
    payload = room.button(OFFICER, "help") | {"type": "block_suggestion", "action_id": "x", "block_id": "b", "value": ""}
    assert room.send(payload).body == {"options": []}
