// Asking the local Slack as the person one acts as. This page has a name of its own: a form opens where it was asked for.

import { Problem, send } from "../api.js";
import { session } from "../session.js";

const KEPT = "evr-chat-page";

/** The name of this page, the same after it was loaded again. */
export const client = sessionStorage.getItem(KEPT) ?? crypto.randomUUID();
sessionStorage.setItem(KEPT, client);

const path = (...parts) =>
  ["/local/slack/pane", session.person.force, session.person.id, ...parts]
    .map((part, n) => (n ? encodeURIComponent(part) : part))
    .join("/");

/** Look at something. Throws Problem; `code` is "no_chat_account" for somebody who has none. */
export async function look(...parts) {
  const found = await send("GET", path(...parts));
  if (found.ok === false) throw new Problem(409, found.error, found.says);
  return found;
}

/** Do something; the answer is `{ok}`, `{errors}` by block, or a Problem with what Slack says. */
export async function act(name, body) {
  const done = await send("POST", path(name), { client, ...body });
  if (done.ok === false) throw new Problem(409, done.error, done.says);
  return done;
}

/** Take Slack down, limit it, bring it back; archive a channel, or take it out of the archive. */
export const turn = (wanted) => send("POST", `/local/slack/switch/${session.person.force}`, wanted);

export const fileAddress = (id) => `/local/slack/files/${session.person.force}/${encodeURIComponent(id)}`;
