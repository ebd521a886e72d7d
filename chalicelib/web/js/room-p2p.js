// The provider of our own: one peer connection, kept alive. What is lost is mended by new ways (ICE restart), then by a new connection.
//
// A provider is a function of {line, first, on} that gives {open, close, show, send, stats, connected}; `on`: state("connecting" |
// "connected" | "lost"), track(row, track), message(object), open(). The police's page is `first`.

import { peer } from "./room-peer.js";

const SERVERS_FOR = 5 * 60_000;
const MEND_AFTER = { disconnected: 1500, failed: 0, closed: 0, new: 6000, connecting: 6000 };
const MEND_AGAIN_AFTER = 5000;

export function p2p({ line, first, on }) {
  let [link, opened, told] = [null, false, ""];
  let [tracks, servers, askedServers, built] = [{}, [], -Infinity, 0];
  let [badSince, step, stepAt, watch] = [0, 0, 0, 0];

  const state = (now) => {
    if (now === told) return;
    told = now;
    on.state(now);
  };

  async function iceServers() {
    if (performance.now() - askedServers < SERVERS_FOR) return servers;
    const { status, body } = await line.media();
    if (status !== 200) return servers;
    [servers, askedServers] = [body.ice ?? [], performance.now()];
    return servers;
  }

  // A new connection; of two that are made at once the later one counts.
  async function build(session) {
    const mine = ++built;
    link?.close();
    link = null;
    line.drop();
    const ice = await iceServers();
    if (mine !== built || !opened) return;
    begin();
    link = peer({
      ...{ first, session, ice, send: line.send },
      on: {
        state: () => mine === built && changed(),
        track: (row, track) => mine === built && on.track(row, track),
        message: (message) => mine === built && on.message(message),
        open: () => mine === built && on.open(),
      },
    });
    link.show(tracks);
  }

  const begin = () => {
    [badSince, step, stepAt] = [performance.now(), 0, performance.now()];
    line.eager();
    state(told === "lost" ? "lost" : "connecting");
  };

  function changed() {
    if (link.state === "connected") {
      [badSince, step] = [0, 0];
      line.eager(false);
      return state("connected");
    }
    if (told !== "connected") return check();
    badSince = performance.now();
    state("lost");
  }

  // Mend only while the other side can be told: without the line, every new offer would be an old one when it arrives.
  function check() {
    if (!link || !badSince || link.state === "connected" || !line.there || line.heard < badSince) return;
    const now = performance.now();
    const patience = step ? MEND_AGAIN_AFTER + (first ? 0 : 3000) : MEND_AFTER[link.state] + (first ? 0 : 2000);
    if (now - (step ? stepAt : badSince) < patience) return;
    [step, stepAt] = [step + 1, now];
    line.eager();
    if (told !== "connecting" || step > 1) state("lost");
    if (step === 1 && link.agreed && link.state !== "closed") return link.restart();
    if (first) return build(newSession()).then(() => (step = 1));
    line.send("bye", JSON.stringify({ session: link.session }));
  }

  const newSession = () => crypto.getRandomValues(new Uint32Array(2)).join("-");

  line.on("other", () => {
    if (!opened) return;
    line.eager();
    if (first) return build(newSession());
    built += 1;
    link?.close();
    link = null;
    state("connecting");
  });

  let work = Promise.resolve();
  line.on("signal", (kind, text) => {
    if (opened) work = work.then(() => take(kind, text)).catch(() => {});
  });

  async function take(kind, text) {
    const data = JSON.parse(text);
    if (kind === "bye") return first && data.session === link?.session && line.there ? build(newSession()) : undefined;
    if (kind === "offer" && !first && data.session !== link?.session) await build(data.session);
    link?.take(kind, data);
  }

  return {
    get connected() {
      return told === "connected";
    },
    open() {
      if (opened) return;
      opened = true;
      watch = setInterval(check, 500);
      addEventListener("online", check);
      state("connecting");
      line.eager();
      if (first && line.other) build(newSession());
      else iceServers();
    },
    show(now) {
      tracks = now;
      return link?.show(now);
    },
    send: (message) => link?.say(message) ?? false,
    stats: () => link?.connection.getStats(),
    close() {
      opened = false;
      built += 1;
      clearInterval(watch);
      removeEventListener("online", check);
      link?.close();
      link = null;
    },
  };
}
