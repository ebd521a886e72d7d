// Waiting: look at the state as often as the service says, and show what has changed. Nothing is announced twice.

import { ask } from "./asking.js";
import { exchange } from "./room-exchange.js";
import { room } from "./room.js";
import { session } from "./session.js";
import { current, setWords, show } from "./views.js";
import { dayAndTime, say, time } from "./words.js";

const TOGETHER = new Set(["in_call", "paused"]);
// Views that the state may leave for the call; somebody who fills in a form is not torn away from it.
const WATCHED = new Set(["waiting", "call"]);
// In the call the line tells what changes; the state is looked at for the dates alone.
const SELDOM = 15;
let timer = 0;
let over = () => {};
let line = null;
let known = ""; // what was looked up last

export function stamp(words = "waiting.updated") {
  for (const each of document.querySelectorAll("[data-stamp]")) each.textContent = say(words, { time: time(Date.now()) });
}

const set = (id, words) => setWords(document.getElementById(id), words);

const standing = (state) => `${state.status} ${state.paused_by ?? ""}`;

function showState(state) {
  known = standing(state);
  const called = session.get("called") || state.status !== "waiting";
  session.set({ promised: state.promised, reference: state.reference, joined: state.joined, called });
  const filled = { time: state.at ? dayAndTime(state.at) : "" };
  set("expect", say(state.expect === "officer" ? "waiting.here" : `waiting.${state.expect}`, filled));
  set("long", state.long ? say("waiting.long", { time: dayAndTime(state.expires) }) : "");
  set("sent", state.sent ? say(state.sent === "stop" ? "waiting.sent_stop" : "waiting.sent_time") : "");
  const together = TOGETHER.has(state.status);
  if (together) goIn(state);
  if (!together && current === "call") show("waiting");
}

function goIn(state) {
  if (line) room.enter(line, state);
  if (current !== "call" && WATCHED.has(current)) show("call");
}

// Who is in the room, and signals. What it says of the status is newer than what was looked up, and looked up at once.
function openLine() {
  if (line) return;
  known = "";
  line = exchange(ask);
  line.on("news", (news) => {
    if (TOGETHER.has(news.status)) goIn(news);
    if (known && known !== standing(news)) look();
  });
  line.on("gone", () => over());
  line.on("replaced", () => show("replaced"));
  line.start();
}

// Here again, from the device that took over.
export function takeBack() {
  show("waiting");
  line?.take();
  room.again();
  return look();
}

export async function look() {
  clearTimeout(timer);
  const { status, body } = await ask("state", {}, { patient: false });
  if (status === 404 || status === 410) return over();
  if (status === 200) {
    showState(body);
    stamp();
  } else {
    stamp("waiting.offline");
  }
  clearTimeout(timer);
  const pause = status === 200 ? body.again_in : 10;
  timer = setTimeout(look, (room.active ? Math.max(pause, SELDOM) : pause) * 1000);
}

// Begin to wait. `ended` is called once, when the link leads nowhere any more.
export function wait(ended) {
  over = () => {
    stopWaiting();
    ended();
  };
  if (room.active) show("call");
  else show("waiting");
  openLine();
  return look();
}

export function stopWaiting() {
  clearTimeout(timer);
  over = () => {};
  room.leave();
  line?.leave();
  line = null;
}

export const isWaiting = () => Boolean(timer);

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && WATCHED.has(current)) look();
});
