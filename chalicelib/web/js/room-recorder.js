// The recording, made on the police's page: both pictures on one canvas, both sounds in one mix, in objects of two seconds. A canvas and
// a mix stay the same while tracks come and go (a MediaRecorder stops when they do). Each start is a new take. Nothing runs in a pause.
//
// recorder({announce, elements: {remote, own}, sounds: () => [MediaStreamTrack], caption: () => text, showing: () => boolean, timer, on})
// on: recording(on), and those of room-saving.js. `live(on)` follows the call's event of that name.

import { savingObjects } from "./room-saving.js";

const SLICE = 2000;
const BEATS = 15;
const FRAME = { width: 1280, height: 720 };
const BAR = 36;
const KINDS = ["video/webm;codecs=vp8,opus", "video/mp4;codecs=avc1.42E01E,mp4a.40.2", "video/mp4"];
const newTake = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (each) => each.toString(16).padStart(2, "0")).join("");

export const recordedKind = () => KINDS.find((each) => globalThis.MediaRecorder?.isTypeSupported(each)) ?? "";

// The Worker with the beat. A page that requires Trusted Types is given exactly this address.
export function recorderTimer(address) {
  const rule = { createScriptURL: () => address };
  return new Worker(globalThis.trustedTypes?.createPolicy("evr-recorder", rule).createScriptURL(address) ?? address);
}

export function recorder({ announce, put, elements, sounds = () => [], caption = () => "", showing = () => true, timer, on = {} }) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, FRAME);
  const pen = canvas.getContext("2d", { alpha: false });
  const saving = savingObjects({ announce, put, on });
  let [mix, output, sources, machine, wanted, ended] = [null, null, new Map(), null, false, false];

  function draw() {
    pen.fillStyle = "#000";
    pen.fillRect(0, 0, FRAME.width, FRAME.height);
    if (showing()) fit(elements.remote, 0, 0, FRAME.width, FRAME.height - BAR);
    fit(elements.own, FRAME.width - 250, FRAME.height - BAR - 190, 240, 180);
    pen.fillStyle = "#fff";
    pen.font = "20px sans-serif";
    pen.fillText(caption(), 12, FRAME.height - 11, FRAME.width - 24);
    listen();
  }

  function fit(video, x, y, width, height) {
    if (!video?.srcObject || video.readyState < 2 || !video.videoWidth) return;
    const scale = Math.min(width / video.videoWidth, height / video.videoHeight);
    const [wide, high] = [video.videoWidth * scale, video.videoHeight * scale];
    pen.drawImage(video, x + (width - wide) / 2, y + (height - high) / 2, wide, high);
  }

  // The mix hears the tracks there are now; a call that was mended brings others.
  function listen() {
    const now = new Set(sounds().filter((each) => each?.readyState === "live"));
    for (const [track, node] of sources) if (!now.has(track)) (node.disconnect(), sources.delete(track));
    for (const track of now) {
      if (sources.has(track)) continue;
      const node = mix.createMediaStreamSource(new MediaStream([track]));
      node.connect(output);
      sources.set(track, node);
    }
  }

  function prepare() {
    if (mix) return;
    mix = new AudioContext();
    output = mix.createMediaStreamDestination();
    const silence = mix.createConstantSource(); // without any sound a recorder waits for one
    silence.offset.value = 0;
    silence.connect(output);
    silence.start();
    timer.onmessage = () => wanted && draw();
  }

  function begin() {
    prepare();
    mix.resume();
    draw();
    timer.postMessage(1000 / BEATS);
    const kind = recordedKind();
    const stream = new MediaStream([...canvas.captureStream(BEATS).getVideoTracks(), ...output.stream.getAudioTracks()]);
    const rates = { videoBitsPerSecond: 1_200_000, audioBitsPerSecond: 48_000, videoKeyFrameIntervalDuration: SLICE };
    const made = new MediaRecorder(stream, { mimeType: kind, ...rates });
    let [take, n, began] = [newTake(), 0, Date.now()];
    made.ondataavailable = ({ data }) => {
      const now = Date.now();
      if (data.size) saving.add(data, { take, n: n++, began, ended: now, kind });
      began = now;
    };
    made.onerror = () => made.state !== "inactive" && made.stop();
    made.onstop = () => {
      for (const track of stream.getVideoTracks()) track.stop();
      if (machine === made && wanted && !ended) begin(); // nobody wanted it to stop
    };
    machine = made;
    made.start(SLICE);
    on.recording?.(true);
  }

  function end() {
    timer.postMessage(0);
    const was = machine;
    machine = null;
    if (!was) return undefined;
    on.recording?.(false);
    if (was.state === "inactive") return undefined;
    const stopped = new Promise((done) => was.addEventListener("stop", done, { once: true }));
    was.stop();
    return stopped;
  }

  return {
    get unsaved() {
      return saving.unsaved;
    },
    get recording() {
      return Boolean(machine);
    },
    live(now) {
      if (ended || now === wanted) return;
      wanted = now;
      if (now) begin();
      else end();
    },
    // Stop and save what there is, within the limit: what could not be saved is returned as {objects, seconds}.
    async flush(limit = 5000) {
      [wanted, ended] = [false, true];
      await end();
      return saving.flushed(limit);
    },
    // The close was refused: the recording goes on.
    goOn() {
      ended = false;
    },
  };
}
