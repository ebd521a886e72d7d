// Camera and microphone for the call. What is off is let go of, so that the light at the camera goes out; only the microphone, which
// has no light and would be asked for again, is kept while it is muted.

const FRONT = { facingMode: "user", width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24, max: 30 } };
const REAR = { ...FRONT, facingMode: { exact: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
const unheard = (promise) => promise.then((got) => got, () => null);

// `on.changed()`: the tracks are others than before (a camera that was unplugged, a headset). Everything else follows a call.
export function openMedia({ changed = () => {} } = {}) {
  let [sound, picture, facing, device, opening, era] = [null, null, "front", "", null, 0];

  // What the browser opens after the page has let go of everything is let go of as well.
  async function get(wanted) {
    const mine = era;
    const got = await navigator.mediaDevices.getUserMedia(wanted);
    if (mine === era) return got;
    for (const track of got.getTracks()) track.stop();
    throw new DOMException("", "AbortError");
  }

  function keep(track) {
    if (track) track.onended = () => (forget(track), changed());
    return track;
  }
  function forget(track) {
    if (track === sound) sound = null;
    if (track === picture) picture = null;
  }
  const drop = (track) => {
    if (!track) return;
    track.onended = null;
    track.stop();
    forget(track);
  };
  const camera = () => (facing === "rear" ? (device ? { ...REAR, facingMode: undefined, deviceId: { exact: device } } : REAR) : FRONT);

  // Both, or what there is of them. Raises the DOMException of the browser when there is neither.
  async function both(seen) {
    const wanted = { audio: sound ? false : { echoCancellation: true, noiseSuppression: true }, video: seen && !picture ? camera() : false };
    if (!wanted.audio && !wanted.video) return;
    const got = await get(wanted).catch(async (error) => {
      if (!wanted.audio || !wanted.video || error.name === "NotAllowedError") throw error;
      return (await unheard(get({ audio: wanted.audio }))) ?? (await unheard(get({ video: wanted.video }))) ?? Promise.reject(error);
    });
    sound ??= keep(got.getAudioTracks()[0] ?? null);
    picture ??= keep(got.getVideoTracks()[0] ?? null);
  }

  async function otherDevice(now) {
    const found = (await navigator.mediaDevices.enumerateDevices()).filter((each) => each.kind === "videoinput" && each.deviceId !== now);
    return found[0]?.deviceId ?? "";
  }

  // The other camera: the one that looks away, else the next there is. The first has to be let go of: phones open one at a time.
  async function turn() {
    const [now, was] = [picture?.getSettings().deviceId, facing];
    drop(picture);
    facing = was === "front" ? "rear" : "front";
    device = "";
    let got = await unheard(get({ video: camera() }));
    if (!got && facing === "rear") {
      device = await otherDevice(now);
      if (device) got = await unheard(get({ video: camera() }));
    }
    if (!got) facing = was;
    got ??= await get({ video: camera() });
    picture = keep(got.getVideoTracks()[0]);
    changed();
    return facing !== was;
  }

  return {
    get sound() {
      return sound;
    },
    get picture() {
      return picture;
    },
    get facing() {
      return facing;
    },
    // `seen`: with the camera.
    async open(seen = true) {
      opening ??= both(seen).finally(() => (opening = null));
      await opening;
      changed();
    },
    async camera(on) {
      if (!on) drop(picture);
      else if (!picture) picture = keep((await get({ video: camera() })).getVideoTracks()[0]);
      changed();
    },
    turn,
    several: async () => ((await navigator.mediaDevices?.enumerateDevices()) ?? []).filter((each) => each.kind === "videoinput").length > 1,
    close() {
      era += 1;
      drop(sound);
      drop(picture);
      changed();
    },
  };
}
