// Keeping up: a small question every second whether anything has changed, and then only for what is shown.

import { announceNew } from "./hearing.js";
import { act, client, look } from "./slack.js";
import { channelOf, state } from "./state.js";

const known = { channel: "", home: 0 };

/** Read what has changed since last time; resolves with whether anything has. `mine()` says whether the answer is still wanted. */
export async function readAll(mine) {
  const now = await look("now", client, state.now?.cursor ?? 0);
  if (!mine()) return false;
  const changed = Boolean(now.channels);
  if (changed) state.now = now;
  return (await readPlace(mine)) || changed;
}

/** Forget what was shown: the next look fetches it. */
export function lookAgain() {
  known.channel = "";
  known.home = -1;
}

async function readPlace(mine) {
  if (state.place === "home") return readHome(mine);
  const channel = channelOf(state.place);
  if (!channel) return false;
  const version = `${channel.id} ${channel.changed} ${state.limit} ${state.thread}`;
  if (known.channel === version) return false;
  const [shown, replies] = await Promise.all([
    look("channel", channel.id, state.limit),
    state.thread ? look("thread", channel.id, state.thread).catch(() => null) : null,
  ]);
  if (!mine()) return false;
  const first = state.shown === null;
  known.channel = version;
  if (first) state.since = shown.read;
  else announceNew(state.shown.messages, shown.messages);
  Object.assign(state, { shown, replies });
  return true;
}

async function readHome(mine) {
  if (known.home === state.now.home && state.home) return false;
  const found = await look("home");
  if (!mine()) return false;
  known.home = state.now.home;
  state.home = found.view;
  return true;
}

/** What is on the screen has been read. */
export async function markRead() {
  const last = state.shown?.messages.filter((each) => !each.is_ephemeral).at(-1);
  const channel = channelOf(state.place);
  if (!last || !channel?.unread || document.hidden) return;
  await act("read", { channel: channel.id, ts: last.ts });
}
