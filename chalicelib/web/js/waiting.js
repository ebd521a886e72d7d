// Waiting: look at the state as often as the service says, and show what has changed. Nothing is announced twice.

import { ask } from "./asking.js";
import { room } from "./room.js";
import { session } from "./session.js";
import { current, show } from "./views.js";
import { dayAndTime, say, time } from "./words.js";

const TOGETHER = new Set(["in_call", "paused"]);
// Views that the state may leave for the call; somebody who fills in a form is not torn away from it.
const WATCHED = new Set(["waiting", "call"]);
let timer = 0;
let over = () => {};

export function stamp(words = "waiting.updated") {
  for (const each of document.querySelectorAll("[data-stamp]")) each.textContent = say(words, { time: time(Date.now()) });
}

const set = (id, words) => {
  const element = document.getElementById(id);
  if (element.textContent !== words) element.textContent = words;
  element.hidden = !words;
};

export function showState(state) {
  const called = session.get("called") || state.status !== "waiting";
  session.set({ promised: state.promised, reference: state.reference, joined: state.joined, called });
  const filled = { time: state.at ? dayAndTime(state.at) : "" };
  set("expect", say(state.expect === "officer" ? "waiting.here" : `waiting.${state.expect}`, filled));
  set("long", state.long ? say("waiting.long", { time: dayAndTime(state.expires) }) : "");
  set("sent", state.sent ? say(state.sent === "stop" ? "waiting.sent_stop" : "waiting.sent_time") : "");
  const together = TOGETHER.has(state.status);
  if (together && current !== "call" && WATCHED.has(current)) {
    room.enter();
    show("call");
  }
  if (!together && current === "call") show("waiting");
  if (together) room.update(state);
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
  timer = setTimeout(look, (status === 200 ? body.again_in : 10) * 1000);
}

// Begin to wait. `ended` is called once, when the link leads nowhere any more.
export function wait(ended) {
  over = () => {
    stopWaiting();
    ended();
  };
  show("waiting");
  return look();
}

export function stopWaiting() {
  clearTimeout(timer);
  over = () => {};
  room.leave();
}

export const isWaiting = () => Boolean(timer);

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && WATCHED.has(current)) look();
});
