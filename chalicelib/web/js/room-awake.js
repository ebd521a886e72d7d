// A phone that goes dark in a call takes the picture with it: the screen stays on while the call is shown, where the browser can do that.

let [held, wantedOn] = [null, false];

async function hold() {
  if (!wantedOn || document.hidden || held) return;
  try {
    held = await navigator.wakeLock?.request("screen");
    held?.addEventListener("release", () => (held = null));
    if (!wantedOn) held?.release();
  } catch {
    held = null; // a low battery, an old browser: the call goes on without it
  }
}

export const awake = {
  stay() {
    wantedOn = true;
    return hold();
  },
  rest() {
    wantedOn = false;
    held?.release();
    held = null;
  },
};

document.addEventListener("visibilitychange", hold);
