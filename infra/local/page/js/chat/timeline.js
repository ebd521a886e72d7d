// The messages of a channel or a thread in their order, with the days and where the new ones begin.

import { h } from "../dom.js";
import { message } from "./message.js";
import { state } from "./state.js";

const DAY = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", weekday: "long", day: "numeric", month: "long" });
const dayOf = (ts) => DAY.format(new Date(Number(ts) * 1000));
const later = (ts, than) => Number(ts) > Number(than);

export function timeline(messages, channel) {
  const made = [];
  let day = "";
  let isNew = false;
  for (const each of messages) {
    if (dayOf(each.ts) !== day) {
      day = dayOf(each.ts);
      made.push(h("p", { class: "day", "data-key": `day-${day}` }, h("span", {}, day)));
    }
    if (!isNew && later(each.ts, state.since) && state.since !== "0" && each.user !== state.now.me && !each.is_ephemeral) {
      isNew = true;
      made.push(h("p", { class: "new-mark", "data-key": "new" }, h("span", {}, "New")));
    }
    made.push(message(each, channel));
  }
  return made;
}

export const thread = (messages, channel) => messages.map((each) => message(each, channel, { inThread: true }));
