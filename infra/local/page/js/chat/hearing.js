// What is new in the open channel is said once, for those who do not see it come.

import { byId } from "../dom.js";
import { person, state } from "./state.js";

export function announceNew(before, after) {
  const known = new Set(before.map((each) => each.ts));
  const fresh = after.filter((each) => !known.has(each.ts) && each.user !== state.now.me);
  if (!fresh.length) return;
  const said = fresh
    .slice(-3)
    .map((each) => `${person(each.user).name}${each.is_ephemeral ? ", only to you" : ""}: ${plain(each.text)}`);
  byId("chat-heard").textContent = said.join(". ");
}

const plain = (text) =>
  text
    .replace(/<[^>]*\|([^>]*)>/g, "$1")
    .replace(/<@(\w+)>/g, (_, id) => person(id).name)
    .replace(/[*_~`]/g, "")
    .slice(0, 200);
