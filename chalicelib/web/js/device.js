// Camera and microphone: asked for by a tap, shown to the victim alone, let go of when they go on or away.

import { browser, refusal } from "./browsers.js";
import { say } from "./words.js";

const view = document.querySelector('[data-view="device"]');
const mirror = document.getElementById("mirror");
const level = document.getElementById("level");
let stream = null;
let sound = null;

const part = (name) => {
  for (const each of view.querySelectorAll("[data-part]")) each.hidden = each.dataset.part !== name;
};

export async function checkDevice() {
  letGo();
  try {
    if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", "Unsupported");
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" }, audio: true });
  } catch (error) {
    return refused(error.name);
  }
  part("good");
  mirror.srcObject = stream;
  mirror.play().catch(() => {});
  listen();
  view.querySelector('[data-do="join"]').focus();
}

function refused(name) {
  const why = name === "Unsupported" ? "unsupported" : refusal(name);
  part("refused");
  document.getElementById("refusal").textContent = say(`refused.${why}`);
  const remedy = document.getElementById("remedy");
  remedy.textContent = why === "denied" ? say(`refused.${browser()}`) : "";
  remedy.hidden = why !== "denied";
}

function listen() {
  try {
    sound = new AudioContext();
    const analyser = sound.createAnalyser();
    sound.createMediaStreamSource(stream).connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    const measure = () => {
      if (!sound) return;
      analyser.getByteTimeDomainData(samples);
      level.value = Math.min(1, (Math.max(...samples) - 128) / 64);
      setTimeout(measure, 100);
    };
    measure();
  } catch {
    level.hidden = true; // the picture is enough to go on
  }
}

export function letGo() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  mirror.srcObject = null;
  sound?.close();
  sound = null;
}

export function askAgain() {
  letGo();
  part("ask");
}
