// The call as the officer has it on the desk: both pictures, the controls, the recording, and what the page says of all of it.

import { openDevices, endCheck, devices, lastRefusal, whenDevicesChange } from "./device-check.js";
import { recorder, recorderTimer, recordedKind } from "../../js/room-recorder.js";
import { startCall } from "../../js/room-call.js";
import { carriedBy } from "../../js/room-carriers.js";
import { dayAndTime, say } from "../../js/words.js";
import { byId, put, word } from "./showing.js";

const elements = { remote: byId("remote"), screen: byId("screen"), own: byId("own") };
const WAYS = { waiting: "talk.connecting", connecting: "talk.connecting", connected: "talk.connected", lost: "talk.reconnecting", away: "talk.theirs_gone" };
const FAILS_AFTER = 30_000;
const second = { timeZone: "Europe/London", dateStyle: "medium", timeStyle: "medium" };

// begun({line, reference, you, announce, on: {news, replaced, closed, refused}}) -> the call on the desk.
export async function begunCall({ line, reference, you, announce, on }) {
  await openDevices();
  endCheck();
  let [way, connectingSince, camera, good] = ["connecting", performance.now(), Boolean(devices.picture), ""];
  let call = null; // while it is being made it tells already how it stands
  const stamp = () => [`${reference}  ${new Intl.DateTimeFormat("en-GB", second).format(new Date())}`, you];
  const tape = { state: "off", unsaved: { objects: 0, seconds: 0 }, fault: "" };
  const caption = () => stamp().join("  ");

  const record = recordedKind()
    ? recorder({
        ...{ announce, caption, timer: recorderTimer("officer/timer.js") },
        elements: { remote: elements.remote, own: elements.own },
        sounds: () => [...(call?.stream.getAudioTracks() ?? []), devices.sound].filter(Boolean),
        showing: () => Boolean(call?.connected && call.other.camera),
        on: {
          recording: (running) => paintTape({ state: running ? "recording" : "off" }),
          unsaved: (unsaved) => paintTape({ unsaved, fault: "" }),
          trouble: (status, problem) => paintTape({ fault: status === 0 || status >= 500 ? "" : (problem?.detail ?? problem?.code ?? "") }),
          lost: (unsaved) => paintTape({ unsaved, fault: say("tape.unsaved", { n: unsaved.seconds }) }),
        },
      })
    : null;
  call = startCall({
    ...{ exchange: line, media: devices, side: "police", elements, provider: carriedBy(line.news?.provider) },
    on: {
      ...on,
      state: (now) => ((way = now), (connectingSince = performance.now()), paint()),
      quality: (found) => ((good = found), paint()),
      live: (running) => record?.live(running),
      screen: (sharing) => (elements.screen.hidden = !sharing),
      message: heard,
      tap: () => (byId("autoplay").hidden = false),
      media: paint,
      other: paint,
    },
  });
  whenDevicesChange(() => call.changed());
  paint();
  const beat = setInterval(paint, 1000);
  if (!record) paintTape({ fault: say("tape.failed", { detail: navigator.userAgent.split(" ").at(-1) }) });
  if (!devices.sound && !devices.picture) told(lastRefusal());

  function heard({ kind, yes }) {
    if (kind === "camera_answer") told(say(yes ? "talk.rear_yes" : "talk.rear_no"));
    else on.message?.({ kind });
  }

  const told = (words) => put("said", words, true);

  function paint() {
    if (!call) return;
    const { muted, sharing } = call.mine;
    camera = call.mine.camera && Boolean(devices.picture);
    const where = way === "connecting" && performance.now() - connectingSince > FAILS_AFTER ? "talk.failed" : (WAYS[way] ?? WAYS.connecting);
    word("presence-call", say(where), way === "connected" ? "" : "bad");
    pressed("mute", muted, say(muted ? "talk.muted" : "talk.mute"));
    pressed("camera", !camera, say(camera ? "talk.camera" : "talk.camera_is_off"));
    pressed("share", sharing, say(sharing ? "talk.sharing" : "talk.share"));
    byId("own").hidden = !camera;
    const known = way === "connected" && good;
    put("quality", known ? say(`talk.quality_${good}`) : "");
    byId("quality").dataset.state = known === "poor" ? "bad" : "";
  }

  function paintTape(changes = {}) {
    Object.assign(tape, changes);
    const paused = line.news?.status === "paused";
    const shown = tape.state === "recording" ? "recording" : paused ? "paused" : "off";
    word("tape", tape.fault ? say("tape.failed", { detail: tape.fault }) : say(`tape.${shown}`), tape.fault ? "bad" : shown);
    const { seconds, objects } = tape.unsaved;
    word("unsaved", objects ? say("tape.unsaved", { n: Math.max(1, seconds) }) : say("tape.unsaved_none"), objects > 3 ? "bad" : "");
  }

  async function tried(work, refused) {
    try {
      await work();
    } catch (error) {
      told(refused(error));
    }
    paint();
  }

  const desk = {
    paint: () => (paint(), paintTape()),
    told,
    get unsaved() {
      return record?.unsaved ?? { objects: 0, seconds: 0 };
    },
    mute: () => (call.mute(!call.mine.muted), paint()),
    camera: () => tried(() => call.camera(!(call.mine.camera && devices.picture)), () => say("refused.other")),
    rear() {
      call.send({ kind: "camera_asked" });
      told(say("talk.rear_asked"));
    },
    share: () => tried(() => call.shareScreen(!call.mine.sharing), () => say("talk.share_refused")),
    async snapshot() {
      const at = new Date();
      return { at, picture: await call.snapshot(stamp()), said: dayAndTime(at) };
    },
    play() {
      byId("autoplay").hidden = true;
      call.play();
    },
    pause: () => call.pause(),
    resume: () => call.resume(),
    send: (message) => call.send(message),
    take: () => call.take(),
    // Stop the recording and save what there is; what is left over after five seconds is returned.
    flush: async () => (await record?.flush(5000)) ?? { objects: 0, seconds: 0 },
    goOn() {
      record?.goOn();
      record?.live(call.live);
    },
    // The room is over for this page, or another page has it.
    stop() {
      clearInterval(beat);
      call.stop();
      devices.close();
    },
  };
  desk.paint();
  return desk;
}

function pressed(id, on, words) {
  const button = byId(id);
  button.setAttribute("aria-pressed", String(on));
  if (button.textContent !== words) button.textContent = words;
}
