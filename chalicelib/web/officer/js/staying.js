// Staying signed in: before a token runs out it is renewed without a word; where the provider gives no means for that, the officer
// signs in again in a small window, and the call goes on in this one.

import { say, time } from "../../js/words.js";
import { hears } from "./calling.js";
import { renewInWindow, renewSilently, token, until } from "./sign-in.js";
import { byId, put } from "./showing.js";

const SOON = 5 * 60_000;
const notice = byId("expiry");
const notify = (words) => {
  notice.querySelector("span").textContent = words;
  notice.hidden = !words;
};

async function lookAhead() {
  if (!token()) return;
  const left = until() - Date.now();
  if (left > SOON && notice.hidden) return;
  if (left > SOON) return notify("");
  if (await renewSilently()) return notify("");
  notify(left > 0 ? say("signin.ends", { time: time(until()) }) : say("signin.over"));
}

export function stayIn() {
  hears.over = () => token() && notify(say("signin.over"));
  hears.down = () => put("service", say("wrong.offline", { time: time(Date.now()) }));
  hears.up = () => put("service", "");
  lookAhead();
  setInterval(lookAhead, 10_000);
}

export async function renewHere(who) {
  try {
    await renewInWindow();
    notify("");
    lookAhead();
  } catch (error) {
    notify(say(`signin.${error.why ?? "wrong"}`, { who }));
  }
}
