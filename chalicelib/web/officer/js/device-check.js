// The officer's camera and microphone: asked for by a tap, seen by themselves alone until somebody is let in.

import { browser, refusal } from "../../js/browsers.js";
import { openMedia } from "../../js/room-media.js";
import { say } from "../../js/words.js";
import { byId, part } from "./showing.js";

const mirror = byId("mirror");
const meter = byId("level");
const lobby = document.querySelector('.stage > [data-part="lobby"]');
let loud = null;
let told = () => {};

export const devices = openMedia({ changed: () => told() });
export const whenDevicesChange = (listener) => (told = listener);

// Whether there is a camera or a microphone now; if not, the page says what to do in this browser.
export async function openDevices() {
  if (devices.sound || devices.picture) return true;
  try {
    if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("", "NotFoundError");
    await devices.open();
    return true;
  } catch (error) {
    refusedDevices(error.name);
    return false;
  }
}

export async function checkDevices() {
  if (!(await openDevices())) return;
  part(lobby, "checked");
  mirror.srcObject = devices.picture ? new MediaStream([devices.picture]) : null;
  mirror.play().catch(() => {});
  measureSound();
}

function refusedDevices(name) {
  const why = refusal(name);
  part(lobby, "refused");
  byId("refusal").textContent = refusalWords(why);
  const remedy = byId("remedy");
  remedy.textContent = why === "denied" ? say(`refused.${browser()}`) : "";
  remedy.hidden = why !== "denied";
}

const refusalWords = (why) => say(`refused.${why}`);
export const lastRefusal = () => [byId("refusal").textContent, byId("remedy").textContent].filter(Boolean).join(" ");

function measureSound() {
  try {
    loud ??= new AudioContext();
    const analyser = loud.createAnalyser();
    loud.createMediaStreamSource(new MediaStream([devices.sound])).connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    const measure = () => {
      if (!loud) return;
      analyser.getByteTimeDomainData(samples);
      meter.value = Math.min(1, (Math.max(...samples) - 128) / 64);
      setTimeout(measure, 150);
    };
    measure();
  } catch {
    meter.hidden = true; // the picture is enough to go on
  }
}

export function endCheck() {
  mirror.srcObject = null;
  loud?.close();
  loud = null;
  part(lobby, "unchecked");
}
