// The victim's details: on request only, each showing logged by the service before anything is shown, hidden again by a tap.

import { say } from "../../js/words.js";
import { askAbout } from "./calling.js";
import { byId, complaint, made, put } from "./showing.js";

const box = byId("details");
const asking = byId("details-ask");
const why = byId("details-why");

export async function showDetails(reference) {
  complaint();
  const reason = byId("why").value.trim();
  if (!why.hidden && !reason) return complaint(say("details.why_missing"), "why");
  const { status, body } = await askAbout(reference, "details", reason ? { why: reason } : {});
  if (body.code === "why_missing") {
    why.hidden = false;
    return complaint(say("details.why_missing"), "why");
  }
  if (status !== 200) return put("details-said", body.detail ?? say("wrong.words"));
  put("details-said", "", true);
  box.querySelector("dl").replaceChildren(...facts(body.person));
  asking.hidden = true;
  box.hidden = false;
  box.focus();
}

export function hideDetails(said = "details.hidden") {
  if (box.hidden) return;
  box.querySelector("dl").replaceChildren();
  box.hidden = true;
  asking.hidden = false;
  byId("why").value = "";
  put("details-said", say(said));
  asking.querySelector("button").focus();
}

function facts(person) {
  if (!person) return [made("dt", say("details.name")), made("dd", say("details.gone"))];
  const { victim, location: place, summary } = person;
  const safe = victim.safe_contact ?? {};
  const lines = {
    ...{ name: victim.name, date_of_birth: victim.date_of_birth, phone: victim.phone, email: victim.email, language: victim.language },
    ...{ needs: victim.needs?.join(", "), safe_contact: safeContact(safe) },
    ...{ location: place?.text, postcode: place?.postcode, summary },
  };
  return Object.entries(lines)
    .filter(([, value]) => value)
    .flatMap(([name, value]) => [made("dt", say(`details.${name}`)), made("dd", value)]);
}

const safeContact = ({ ok_to_text: text = true, ok_to_leave_message: message = true, times }) =>
  [text ? "" : say("details.no_text"), message ? "" : say("details.no_message"), times ?? ""].filter(Boolean).join(" ");
