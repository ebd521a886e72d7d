// The room: the one boundary between waiting and the call. The page calls `enter` when the officer is there, `update` with each new
// state, and `leave` when the room is closed or left. What is behind it is this module's alone.

import { ask } from "./asking.js";
import { browser, refusal } from "./browsers.js";
import { startCall } from "./room-call.js";
import { awake } from "./room-awake.js";
import { carriedBy } from "./room-carriers.js";
import { openMedia } from "./room-media.js";
import { outside } from "./room-outside.js";
import { talk } from "./room-talk.js";
import { session } from "./session.js";
import { mountStatement } from "./statement.js";
import { mountUploads } from "./upload-list.js";
import { setWords } from "./views.js";
import { say } from "./words.js";

const place = document.querySelector('[data-view="call"]');
const at = (id) => document.getElementById(`call-${id}`);
const stage = at("stage");
const media = openMedia({ changed: devicesChanged });
const messages = talk({ list: at("said"), form: at("talk"), trouble: at("unsaid") });
const toSign = mountStatement(document.getElementById("statement"), { ask, say });
const AGAIN_IN = 3000;
let call = null;
let files = null;
let [between, status, pausedBy, onBreak, breaking, where, quality, officer] = [null, "", null, false, null, "", "", {}];

const phase = () => (onBreak ? "victim" : status === "paused" ? (pausedBy ?? "police") : "");
const seen = () => !session.get("unseen");

// Where the call is on another platform, camera and microphone are that platform's.
const elsewhere = () => between?.news?.provider === "external";

function showOutside(address) {
  at("outside").hidden = !address;
  at("outside").querySelector("a").href = address || "#";
}

// What is said about the connection; nothing in a pause, when nothing goes over it.
function connection() {
  if (phase() || elsewhere()) return "";
  if (where !== "connected") return say({ away: "call.away", lost: "call.lost" }[where] ?? "call.connecting");
  if (officer.camera === false) return say("call.officer_camera_off");
  return quality ? say({ good: "call.good", fair: "call.fair", poor: "call.poor" }[quality]) : say("call.good");
}

function render() {
  if (!call) return;
  const now = phase();
  setWords(at("says"), say({ victim: "call.paused_victim", police: "call.paused_police" }[now] ?? "call.in_call"));
  setWords(at("recorded"), say(now ? "call.not_recorded" : "call.recorded"));
  at("recorded").classList.toggle("off", Boolean(now));
  setWords(at("connection"), connection());
  stage.classList.toggle("still", Boolean(now) || where !== "connected" || officer.camera === false);
  for (const each of place.querySelectorAll("[data-during]")) each.hidden = each.dataset.during !== (now || "call");
  for (const each of place.querySelectorAll("[data-ours]")) each.hidden ||= elsewhere();
  stage.hidden = Boolean(now) || elsewhere(); // a black box in a pause would look broken
  controls();
}

const sayOn = (button, words) => button.textContent === words || (button.textContent = words);

// The controls say what pressing them does; whether they are there at all depends on the pause alone.
function controls() {
  sayOn(at("mute"), say(call.mine.muted ? "call.unmute" : "call.mute"));
  sayOn(at("camera"), say(media.picture ? "call.camera_off" : "call.camera_on"));
  at("own").hidden = !media.picture;
}

function devicesChanged() {
  if (!call) return;
  call.changed();
  controls();
  at("own").classList.toggle("mirrored", media.facing === "front");
  media.several().then((several) => (at("turn").hidden = !several || !media.picture));
}

async function openDevices() {
  if (elsewhere()) return;
  try {
    await media.open(seen());
    refusedBy(null);
  } catch (error) {
    if (error.name !== "AbortError") refusedBy(error.name);
  }
}

function refusedBy(name) {
  at("refused").hidden = !name;
  if (!name) return;
  const why = navigator.mediaDevices ? refusal(name) : "unsupported";
  setWords(at("refusal"), say(`refused.${why}`));
  setWords(at("remedy"), why === "denied" ? say(`refused.${browser()}`) : "");
}

// The officer asks for the rear camera; nothing is switched but by the person who holds the device.
function message(got) {
  if (got?.kind === "camera_asked") at("asked").hidden = phase() !== "";
}

async function turn() {
  if (phase()) return false;
  at("asked").hidden = true;
  const turned = await call.switchCamera().catch(() => false);
  setWords(at("trouble"), turned ? "" : say("call.no_other_camera"));
  return turned;
}

// A break begins here, before anybody is asked; the service is told until it knows.
async function takeBreak() {
  onBreak = true;
  call.pause();
  media.close();
  render();
  at("back").focus();
  breaking ??= told("pause", () => onBreak).finally(() => (breaking = null));
}

async function comeBack() {
  const opened = openDevices(); // by the tap, as some browsers want it
  await breaking;
  if (!(await told("resume", () => Boolean(call)))) return;
  onBreak = false;
  await opened;
  [status, pausedBy] = ["in_call", null]; // until the service says otherwise
  if (!call) return;
  call.resume();
  render();
  at("break").focus();
}

// Ask until there is an answer, as long as it is still wanted. Whatever the answer is, the state that is looked up next is the truth.
async function told(command, wanted) {
  while (wanted()) {
    const { status: code } = await ask(command);
    between?.look();
    if (code && code < 500 && code !== 429) return true;
    await new Promise((done) => setTimeout(done, AGAIN_IN));
  }
  return false;
}

export const room = {
  get active() {
    return Boolean(call);
  },
  // `exchange`: the line of this page, see room-exchange.js. `state`: what the service says of the room.
  enter(exchange, state) {
    if (call || !exchange.news) return; // which provider it is comes with the first news
    between = exchange;
    [where, quality, officer] = ["", "", {}];
    call = startCall({
      provider: elsewhere() ? outside(showOutside) : carriedBy(between.news.provider),
      ...{ exchange, media, side: "victim", elements: { remote: at("officer"), own: at("own"), screen: at("screen") } },
      on: {
        state: (now) => ((where = now), render()),
        quality: (now) => ((quality = now), render()),
        other: (now) => ((officer = now), render()),
        screen: (on) => (at("shared").hidden = !on),
        news: (news) => (room.update(news), toSign.update(news)),
        said: messages.show,
        tap: () => (at("tap").hidden = false),
        replaced: () => (media.close(), awake.rest()),
        message,
      },
    });
    call.mute(Boolean(session.get("muted")));
    messages.begin(exchange);
    files = mountUploads(document.getElementById("uploads"), { ask, say });
    room.update(state);
    room.again();
  },
  // Camera and microphone as they were before this page was left for another device.
  again() {
    if (!call) return;
    awake.stay();
    onBreak = phase() === "victim";
    if (onBreak) call.pause();
    else openDevices();
    render();
  },
  update(state) {
    [status, pausedBy] = [state.status, state.paused_by];
    if (call) render();
  },
  leave() {
    const was = call;
    [call, between, onBreak] = [null, null, false];
    media.close();
    was?.stop();
    awake.rest();
    messages.end();
    toSign.stop();
    files?.stop();
    files = null;
    for (const id of ["asked", "refused", "tap", "shared", "trouble"]) at(id).hidden = true;
  },
};

export const IN_CALL = {
  pause: takeBreak,
  resume: comeBack,
  // After a reload nobody is seen or heard who had chosen not to be.
  call_mute() {
    call.mute(!call.mine.muted);
    session.set({ muted: call.mine.muted });
    controls();
  },
  call_camera() {
    if (phase()) return undefined; // a break is a break
    session.set({ unseen: Boolean(media.picture) });
    return call.camera(!media.picture).then(() => refusedBy(null), (error) => refusedBy(error.name));
  },
  call_turn: turn,
  async call_turn_asked() {
    call.send({ kind: "camera_answer", yes: await turn() });
  },
  call_turn_refused() {
    at("asked").hidden = true;
    call.send({ kind: "camera_answer", yes: false });
  },
  call_media: openDevices,
  call_tap() {
    at("tap").hidden = true;
    call.play();
  },
  call_say: () => messages.send(),
};
