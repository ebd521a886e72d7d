// Amazon Chime SDK as a provider: a function of {line, first, on} as room-p2p.js is one. `load()` fetches amazon-chime-sdk-js, which
// is large, only when a call is carried by it. A meeting that ended by itself, or whose attendee is gone, is joined anew: `line.media()`
// gives the meeting that there is now.

const TOPIC = "evr";
const KEPT = 10_000; // how long a message waits for a page that is just joining
const AGAIN_AFTER = 1500;

export const chime = (load) => ({ line, on }) => {
  let [session, opened, told, built, again] = [null, false, "", 0, 0];
  let tracks = {};
  const showing = { sound: null, picture: null, screen: null };

  const state = (now) => {
    if (now === told) return;
    told = now;
    on.state(now);
  };

  async function build() {
    const mine = ++built;
    clearTimeout(again);
    leave();
    state(told === "" ? "connecting" : "lost");
    const [sdk, { status, body }] = await Promise.all([load(), line.media()]);
    if (mine !== built || !opened) return;
    if (status !== 200 || !body.meeting) return later(mine);
    const logger = new sdk.NoOpLogger();
    const made = new sdk.MeetingSessionConfiguration({ Meeting: body.meeting }, { Attendee: body.attendee });
    session = new sdk.DefaultMeetingSession(made, logger, new sdk.DefaultDeviceController(logger));
    listen(mine, session.audioVideo, body.attendee);
    session.audioVideo.start();
    await show();
  }

  // Tried again for as long as the call is open; the line says when it is over.
  function later(mine) {
    if (mine !== built || !opened) return;
    clearTimeout(again);
    again = setTimeout(() => build().catch(() => later(built)), AGAIN_AFTER);
  }

  function listen(mine, way, attendee) {
    const present = (happens) => (...values) => mine === built && happens(...values);
    way.addObserver({
      audioVideoDidStart: present(() => {
        const sound = way.getCurrentMeetingAudioStream()?.getAudioTracks()[0];
        if (sound) on.track("sound", sound);
        state("connected");
        on.open();
      }),
      audioVideoDidStartConnecting: present((reconnecting) => reconnecting && state("lost")),
      audioVideoDidStop: present(() => {
        state("lost");
        later(mine);
      }),
      videoTileDidUpdate: present((tile) => {
        const picture = tile.boundVideoStream?.getVideoTracks()[0];
        const own = tile.localTile || tile.boundAttendeeId?.startsWith(`${attendee.AttendeeId}#`);
        if (picture && !own) on.track(tile.isContent ? "screen" : "picture", picture);
      }),
    });
    way.realtimeSubscribeToReceiveDataMessage(
      TOPIC,
      present((message) => message.senderAttendeeId !== attendee.AttendeeId && on.message(JSON.parse(message.text()))),
    );
  }

  // Only what has changed: each input that is started asks the devices again.
  async function show() {
    const way = session?.audioVideo;
    if (!way) return;
    const wanted = { sound: tracks.sound ?? null, picture: tracks.picture ?? null, screen: tracks.screen ?? null };
    const of = (track) => new MediaStream([track]);
    if (changed("sound", wanted)) await (wanted.sound ? way.startAudioInput(of(wanted.sound)) : way.stopAudioInput());
    if (changed("picture", wanted)) {
      if (wanted.picture) await way.startVideoInput(of(wanted.picture));
      else await way.stopVideoInput();
      if (wanted.picture) way.startLocalVideoTile();
      else way.stopLocalVideoTile();
    }
    if (changed("screen", wanted)) await (wanted.screen ? way.startContentShare(of(wanted.screen)) : way.stopContentShare());
  }

  function changed(name, wanted) {
    if (showing[name] === wanted[name]) return false;
    showing[name] = wanted[name];
    return true;
  }

  function leave() {
    session?.audioVideo.stop();
    session = null;
    Object.assign(showing, { sound: null, picture: null, screen: null });
  }

  return {
    get connected() {
      return told === "connected";
    },
    open() {
      if (opened) return;
      opened = true;
      build().catch(() => later(built));
    },
    show(now) {
      tracks = now;
      return show().catch(() => {});
    },
    send(message) {
      if (told !== "connected" || !session) return false;
      session.audioVideo.realtimeSendDataMessage(TOPIC, JSON.stringify(message), KEPT);
      return true;
    },
    stats: async () => null,
    close() {
      [opened, told] = [false, ""];
      built += 1;
      clearTimeout(again);
      leave();
    },
  };
};
