// The call of one page, the same for both sides: what is sent when, what is shown where, what the two pages tell each other.
//
// startCall({exchange, media, provider, side, elements: {remote, screen, own}, on}) -> the call. Sound and picture are sent only while
// the room is in a call and neither side has paused it; whoever pauses stops sending before anybody is asked. The API is the truth;
// the messages between the pages only make the other one quicker.
//
// on: remote(stream), screen(on), state("waiting" | "away" | "connecting" | "connected" | "lost" | "replaced" | "closed"),
// quality("good" | "fair" | "poor"), live(on), news(RoomNews), other({muted, camera, sharing, held}), message(object), said(line), tap(),
// replaced(), closed(status, problem), refused(status, problem).

import { p2p } from "./room-p2p.js";
import { judge, readStats, steady } from "./room-quality.js";

const MEASURED_EVERY = 2000;
const LAST_WORDS_WITHIN = 300; // "closed", which the police's page has just said, is still on its way
const LET_IN = new Set(["in_call", "paused"]);

export function startCall({ exchange: line, media, provider = p2p, side, elements = {}, on = {} }) {
  const stream = new MediaStream();
  const screenStream = new MediaStream();
  let mine = { muted: false, camera: true, sharing: false, held: false };
  let theirs = { muted: false, camera: true, sharing: false, held: false };
  let [shared, over, replaced, wasLive, said, reading, word] = [null, false, false, false, "", null, steady()];
  let way = "connecting";

  const tell = (name, ...values) => on[name]?.(...values);
  const status = () => line.news?.status ?? "waiting";
  const live = () => !over && !replaced && status() === "in_call" && !mine.held && !theirs.held;

  const carrier = provider({
    ...{ line, first: side === "police" },
    on: {
      state(now) {
        way = now;
        update();
      },
      track: arrived,
      open: () => tellMine(),
      message,
    },
  });

  function arrived(row, track) {
    const into = row === "screen" ? screenStream : stream;
    for (const old of into.getTracks()) if (old.kind === track.kind) into.removeTrack(old);
    into.addTrack(track);
    if (row === "screen") return;
    play(elements.remote, stream);
    tell("remote", stream);
  }

  // A browser that wants a touch before it makes a sound says NotAllowedError; anything else mends itself.
  function play(element, shown) {
    if (!element) return;
    if (element.srcObject !== shown) element.srcObject = shown;
    element.play?.().catch((error) => error.name === "NotAllowedError" && tell("tap"));
  }

  const say = (message) => carrier.send(message);
  const tellMine = () => say({ kind: "state", ...mine, camera: mine.camera && Boolean(media?.picture) });

  function message(got) {
    if (got?.kind === "look" || got?.kind === "closed") line.look();
    if (got?.kind === "closed" && side === "victim") silence();
    if (got?.kind !== "state") return tell("message", got);
    theirs = { muted: Boolean(got.muted), camera: got.camera !== false, sharing: Boolean(got.sharing), held: Boolean(got.held) };
    line.look();
    update();
    play(elements.screen, theirs.sharing ? screenStream : null);
    tell("screen", theirs.sharing, screenStream);
    tell("other", theirs);
  }

  function silence() {
    carrier.show({});
    if (wasLive) tell("live", (wasLive = false));
  }

  // What is sent now. Called whenever anything changes; says so when a recording may run or may not.
  function update() {
    const now = live();
    carrier.show(
      now ? { sound: mine.muted ? null : media?.sound, picture: mine.camera ? media?.picture : null, screen: shared?.getVideoTracks()[0] } : {},
    );
    if (media?.sound) media.sound.enabled = now && !mine.muted;
    if (now !== wasLive) tell("live", (wasLive = now));
    const where = place();
    if (where !== said) tell("state", (said = where));
  }

  function place() {
    if (over) return "closed";
    if (replaced) return "replaced";
    if (!LET_IN.has(status())) return "waiting";
    if (way === "connected") return "connected";
    return line.there ? way : "away";
  }

  function state(changes) {
    mine = { ...mine, ...changes };
    update();
    tellMine();
  }

  const finish = (lastWords = 0) => {
    if (over) return false;
    over = true;
    silence();
    clearInterval(measuring);
    if (lastWords) setTimeout(carrier.close, lastWords);
    else carrier.close();
    line.stop();
    stopSharing();
    for (const element of Object.values(elements)) if (element) element.srcObject = null;
    return true;
  };

  const stopSharing = () => {
    for (const track of shared?.getTracks() ?? []) track.stop();
    shared = null;
  };

  line.on("news", (news) => {
    if (over) return;
    if (replaced) replaced = false;
    if (LET_IN.has(news.status)) carrier.open();
    update();
    tell("news", news);
  });
  line.on("other", () => (theirs = { ...theirs, held: false, sharing: false })); // a new page says itself how it stands
  line.on("offline", () => over || update());
  line.on("said", (each) => over || tell("said", each));
  line.on("replaced", () => {
    if (over) return;
    replaced = true;
    carrier.close();
    stopSharing();
    update();
    tell("replaced");
  });
  line.on("gone", (code, problem) => finish() && (tell("state", "closed"), tell("closed", code, problem)));
  line.on("refused", (code, problem) => over || (silence(), tell("refused", code, problem)));

  const measuring = setInterval(async () => {
    const report = way === "connected" && (await carrier.stats?.());
    if (over || !report) return (reading = null);
    const now = readStats(report);
    const found = reading && judge(reading, now, live() && theirs.camera);
    const before = line.quality;
    if (found) line.quality = word(found);
    reading = now;
    if (line.quality !== before) tell("quality", line.quality);
  }, MEASURED_EVERY);

  // Own camera and microphone are others than before.
  const showOwn = () => {
    if (over) return;
    const [own, picture] = [elements.own, media?.picture ?? null];
    if (own && (own.srcObject?.getTracks()[0] ?? null) !== picture) own.srcObject = picture && new MediaStream([picture]);
    update();
    tellMine();
  };
  showOwn();
  if (LET_IN.has(status())) carrier.open();
  line.start();

  return {
    stream,
    get live() {
      return wasLive;
    },
    get connected() {
      return carrier.connected;
    },
    get mine() {
      return { ...mine };
    },
    get other() {
      return { ...theirs };
    },
    // Stops picture and sound now; the page then asks the API for the pause.
    pause: () => state({ held: true }),
    resume() {
      state({ held: false });
      return line.look();
    },
    mute: (muted) => state({ muted }),
    async camera(camera) {
      if (!camera) state({ camera });
      await media?.camera(camera);
      state({ camera });
    },
    async switchCamera() {
      const turned = await media.turn();
      state({ camera: true });
      return turned;
    },
    // To be called when `media` has other tracks than before.
    changed: showOwn,
    async shareScreen(sharing = true) {
      if (sharing) {
        shared = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 8, max: 15 } }, audio: false });
        const [track] = shared.getVideoTracks();
        track.contentHint = "detail";
        track.onended = () => shared && (stopSharing(), state({ sharing: false }));
      } else {
        stopSharing();
      }
      state({ sharing });
    },
    // A picture of what the other side sends now, with these lines burnt in, as a PNG.
    snapshot: (lines = []) => pictureOf(elements.remote, lines),
    send: say,
    play: () => [elements.remote, elements.screen].forEach((each) => each?.srcObject && play(each, each.srcObject)),
    // This page goes or gives the call up; the room stays as it is.
    stop() {
      line.leave();
      finish(side === "police" ? LAST_WORDS_WITHIN : 0);
    },
    take: () => line.take(),
    // The service was just told something: look at once what became of it.
    look: () => line.look(),
    report: () => carrier.stats?.(),
  };
}

// Raises an Error when there is no picture yet.
export async function pictureOf(video, lines = []) {
  if (!video?.videoWidth) throw new Error("no picture yet");
  const size = Math.max(14, Math.round(video.videoHeight / 30));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight + lines.length * Math.round(size * 1.5)];
  const pen = canvas.getContext("2d");
  pen.drawImage(video, 0, 0);
  pen.fillStyle = "#fff";
  pen.font = `${size}px sans-serif`;
  lines.forEach((text, row) => pen.fillText(text, size / 2, video.videoHeight + Math.round(size * (1.1 + row * 1.5)), canvas.width - size));
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"));
}
