// What the control room and sergeants send: shown at once, each showing logged, marked as read by the officer.

import { say, time } from "../../js/words.js";
import { askAbout, command } from "./calling.js";
import { byId, made, put } from "./showing.js";

const listed = byId("updates");
const shown = new Map();

export async function showUpdates(reference, { updates_to_read: open = [] }) {
  for (const [number, item] of shown) {
    if (open.includes(number)) continue;
    item.remove();
    shown.delete(number);
  }
  const fresh = open.filter((number) => !shown.has(number));
  for (const number of fresh) await showOne(reference, number);
  byId("updates-none").hidden = shown.size > 0;
  put("news", fresh.length ? say("updates.arrived") : "", shown.size > 0 && (fresh.length > 0 || !byId("news").hidden));
}

async function showOne(reference, number) {
  const item = made("div", "", { className: "update" });
  shown.set(number, item);
  const { status, body } = await askAbout(reference, "words", { what: "update", number });
  if (status !== 200) {
    shown.delete(number); // tried again with the next look
    return;
  }
  const read = made("button", say("updates.read"), { className: "govuk-button govuk-button--secondary small", do: "read", number });
  read.type = "button";
  const head = made("h3", say("updates.from", { number, by: body.by, time: time(body.at) }), { className: "govuk-heading-s" });
  item.append(head, made("p", body.texts.join("\n") || say("details.gone"), { className: "govuk-body" }), read);
  listed.append(item);
}

export async function readUpdate(reference, number) {
  const { status, body } = await command(reference, "acknowledge_update", { update: number });
  if (status !== 200 && body.code !== "already_known") return put("news", body.detail ?? say("wrong.words"));
  shown.get(number)?.remove();
  shown.delete(number);
  byId("updates-none").hidden = shown.size > 0;
  if (!shown.size) put("news", "");
  byId("updates-title").focus?.();
}

export function forgetUpdates() {
  for (const item of shown.values()) item.remove();
  shown.clear();
}
