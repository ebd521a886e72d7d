// Before the call: whether the victim is there and since when, what they need, and whether to let them in now.

import { dayAndTime, say, time } from "../../js/words.js";
import { askAbout } from "./calling.js";
import { byId, made, put } from "./showing.js";

const needs = byId("needs");
let shownNeeds = "";

export function showLobby(job, news) {
  put("presence", presence(job, news?.other));
  put("wish", wish(job.asked));
  put("link-said", linkSaid(job.link));
  listNeeds(job);
  byId("third").hidden = !job.accompanied || (news?.provider ?? "p2p") !== "p2p";
  byId("let-in").hidden = !(job.link?.open && job.call?.victim_joined_at);
}

function presence({ call }, other) {
  if (!call?.victim_joined_at) return say("lobby.not_yet");
  if (other && !other.there) return say("lobby.away", { time: time(call.victim_joined_at) });
  return say("lobby.here", { time: time(call.victim_joined_at) });
}

function wish(asked) {
  if (!asked) return "";
  if (asked.what === "stop") return say("lobby.asked_stop");
  return asked.wanted ? say("lobby.asked_another_time", { time: dayAndTime(asked.wanted) }) : say("lobby.asked_another_time_any");
}

function linkSaid(link) {
  if (!link?.open) return say("lobby.no_link");
  if (link.delivery === "failed") return say("lobby.undelivered");
  return say("lobby.sent", { time: time(link.sent_at), until: dayAndTime(link.expires) });
}

function listNeeds({ needs: wanted = [], accompanied }) {
  const lines = [...wanted.map((each) => say(`lobby.need_${each}`)), ...(accompanied ? [say("lobby.accompanied")] : [])];
  byId("needs-words").hidden = !wanted.length;
  byId("companion-words").hidden = !accompanied;
  if (lines.join() === shownNeeds && needs.children.length) return;
  shownNeeds = lines.join();
  needs.replaceChildren(...(lines.length ? lines : [say("lobby.needs_none")]).map((each) => made("li", each)));
}

// What they wrote about it is a text about a person: shown when it is asked for, logged, and hidden again by a tap.
export async function showNeedsText(reference, what) {
  const { status, body } = await askAbout(reference, "words", { what });
  const box = byId("needs-text");
  box.querySelector("p").textContent = status === 200 ? body.texts.join("\n") || say("details.gone") : (body.detail ?? say("wrong.words"));
  box.hidden = false;
}

export function hideNeedsText() {
  const box = byId("needs-text");
  box.querySelector("p").textContent = "";
  box.hidden = true;
}
