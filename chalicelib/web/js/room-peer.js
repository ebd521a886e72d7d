// One connection between two pages, by WebRTC's perfect negotiation. The side that is `first` makes the first offer and gives way to
// nobody; the other one is polite. Three rows (sound, picture, screen) and a channel for messages are agreed on once: what is sent in
// a row changes by replacing its track, which needs no new agreement.

const MEDIA_ROWS = ["sound", "picture", "screen"];
const CANDIDATES_WITHIN = 60;

// `send(kind, data)` takes a signal to the other page; `on`: state(), track(row, track), message(object), open().
export function peer({ first, session, ice, send, on }) {
  const connection = new RTCPeerConnection({ iceServers: ice, bundlePolicy: "max-bundle" });
  const channel = connection.createDataChannel("control", { negotiated: true, id: 0 });
  let [offering, ignoring, closed] = [false, false, false];
  let [found, flushing, shown, work] = [[], 0, {}, Promise.resolve()];

  if (first) for (const row of MEDIA_ROWS) connection.addTransceiver(row === "sound" ? "audio" : "video", { direction: "sendrecv" });

  const signal = (kind, data) => closed || send(kind, JSON.stringify({ session, ...data }));
  const describe = () => signal(connection.localDescription.type, { sdp: connection.localDescription.sdp });

  connection.onnegotiationneeded = async () => {
    if (!first && !connection.remoteDescription) return; // the other side begins
    offering = true;
    try {
      await connection.setLocalDescription();
      describe();
    } catch {
      // closed meanwhile
    } finally {
      offering = false;
    }
  };
  connection.onicecandidate = ({ candidate }) => {
    if (!candidate) return;
    found.push(candidate.toJSON());
    flushing ||= setTimeout(() => {
      signal("candidates", { found });
      [found, flushing] = [[], 0];
    }, CANDIDATES_WITHIN);
  };
  connection.onconnectionstatechange = () => closed || on.state();
  connection.ontrack = ({ transceiver, track }) => on.track(MEDIA_ROWS[connection.getTransceivers().indexOf(transceiver)], track);
  channel.onopen = () => closed || on.open();
  channel.onmessage = ({ data }) => {
    try {
      if (!closed) on.message(JSON.parse(data));
    } catch {
      // not a message of ours
    }
  };

  const replace = () =>
    Promise.all(connection.getTransceivers().map((each, row) => each.sender.replaceTrack(shown[MEDIA_ROWS[row]] ?? null).catch(() => {})));

  async function take(kind, data) {
    if (kind === "candidates") {
      for (const each of data.found) await connection.addIceCandidate(each).catch(() => {}); // of an offer that was ignored
      return;
    }
    const collision = kind === "offer" && (offering || connection.signalingState !== "stable");
    ignoring = first && collision;
    if (ignoring || (kind === "answer" && connection.signalingState !== "have-local-offer")) return;
    await connection.setRemoteDescription({ type: kind, sdp: data.sdp });
    if (kind !== "offer") return;
    for (const each of connection.getTransceivers()) each.direction = "sendrecv";
    await replace();
    await connection.setLocalDescription();
    describe();
  }

  return {
    session,
    connection,
    get state() {
      return connection.connectionState;
    },
    get agreed() {
      return connection.signalingState === "stable" && Boolean(connection.remoteDescription);
    },
    // In order, one at a time; a signal of an earlier connection is none of ours.
    take(kind, data) {
      if (data.session === session) work = work.then(() => closed || take(kind, data)).catch(() => {});
    },
    show(tracks) {
      shown = tracks;
      return replace();
    },
    say(message) {
      if (channel.readyState !== "open") return false;
      channel.send(JSON.stringify(message));
      return true;
    },
    restart: () => connection.restartIce(),
    close() {
      closed = true;
      clearTimeout(flushing);
      connection.close();
    },
  };
}
