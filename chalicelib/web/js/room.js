// The room: the one boundary between waiting and the call. The page calls `enter` when the officer is there, `update` with each new
// state, and `leave` when the room is closed or left. What is behind it is this module's alone.

import { say } from "./words.js";

const place = document.getElementById("room");
let lastSaid = "";

function wordsFor(state) {
  if (state.status !== "paused") return "call.in_call";
  return state.paused_by === "victim" ? "call.paused_victim" : "call.paused_police";
}

function button(words, action, kind = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `govuk-button ${kind}`;
  made.dataset.do = action;
  made.textContent = words;
  return made;
}

function buttons(state) {
  const second = "govuk-button--secondary";
  if (state.status === "in_call") return [button(say("call.pause"), "pause", second), button(say("waiting.cannot"), "not_safe", second)];
  return state.paused_by === "victim" ? [button(say("call.resume"), "resume")] : [button(say("waiting.cannot"), "not_safe", second)];
}

export const room = {
  enter() {
    const said = document.createElement("div");
    said.setAttribute("role", "status");
    said.append(document.createElement("p"), document.createElement("p"));
    said.firstChild.className = "govuk-body-l";
    said.lastChild.className = "govuk-body";
    said.lastChild.textContent = say("call.no_picture");
    const choices = document.createElement("div");
    choices.className = "choices";
    place.replaceChildren(said, choices);
    lastSaid = "";
  },
  update(state) {
    const words = wordsFor(state);
    if (words === lastSaid) return;
    lastSaid = words;
    place.querySelector("p").textContent = say(words);
    place.querySelector(".choices").replaceChildren(...buttons(state));
  },
  leave() {
    place.replaceChildren();
    lastSaid = "";
  },
};
