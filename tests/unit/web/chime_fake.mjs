// A fake of amazon-chime-sdk-js, and what a page does with it; prints what happened as JSON. Run by test_room_chime.py.
import { pathToFileURL } from "node:url";

const { chime } = await import(pathToFileURL(process.argv[2]));
const [calls, told] = [[], []];
let observer, subscriber;
globalThis.MediaStream = class {
  constructor(tracks) {
    this.tracks = tracks;
  }
};
const called = (name) => (...values) => {
  calls.push([name, ...values.map((each) => each?.tracks ?? each)]);
};
const names = "start stop startAudioInput stopAudioInput startVideoInput stopVideoInput startLocalVideoTile stopLocalVideoTile";
const audioVideo = Object.fromEntries(
  `${names} startContentShare stopContentShare realtimeSendDataMessage`.split(" ").map((name) => [name, called(name)]),
);
audioVideo.addObserver = (given) => (observer = given);
audioVideo.realtimeSubscribeToReceiveDataMessage = (topic, callback) => (subscriber = callback);
audioVideo.getCurrentMeetingAudioStream = () => ({ getAudioTracks: () => ["their sound"] });
const sdk = {
  NoOpLogger: class {},
  DefaultDeviceController: class {},
  MeetingSessionConfiguration: class {
    constructor(meeting, attendee) {
      calls.push(["configured", meeting.Meeting.MeetingId, attendee.Attendee.AttendeeId]);
    }
  },
  DefaultMeetingSession: class {
    audioVideo = audioVideo;
  },
};
const settled = () => new Promise((done) => setTimeout(done, 5));
let answer = { status: 503, body: {} };
const line = { media: async () => answer };
const on = Object.fromEntries(["state", "track", "message", "open"].map((name) => [name, (...values) => told.push([name, ...values])]));
const carrier = chime(async () => sdk)({ line, on });
const steps = {};
const step = (name) => (steps[name] = { calls: calls.splice(0), told: told.splice(0), connected: carrier.connected });

carrier.show({ sound: "S", picture: "P" });
carrier.open();
await settled();
step("refused");
answer = { status: 200, body: { meeting: { MeetingId: "M1" }, attendee: { AttendeeId: "A1" } } };
await new Promise((done) => setTimeout(done, 1600));
step("joined");
observer.audioVideoDidStart();
step("started");
const picture = { getVideoTracks: () => ["their picture"] };
observer.videoTileDidUpdate({ localTile: true, boundVideoStream: picture });
observer.videoTileDidUpdate({ localTile: false, boundAttendeeId: "A1#content", isContent: true, boundVideoStream: picture });
observer.videoTileDidUpdate({ localTile: false, boundAttendeeId: "A2", boundVideoStream: picture });
observer.videoTileDidUpdate({ localTile: false, boundAttendeeId: "A2#content", isContent: true, boundVideoStream: picture });
subscriber({ senderAttendeeId: "A1", text: () => '{"kind": "own"}' });
subscriber({ senderAttendeeId: "A2", text: () => '{"kind": "look"}' });
step("seen");
carrier.send({ kind: "state" });
await carrier.show({});
await carrier.show({});
step("paused");
answer = { status: 200, body: { meeting: { MeetingId: "M2" }, attendee: { AttendeeId: "A3" } } };
carrier.show({ sound: "S" });
await settled();
step("resumed");
observer.audioVideoDidStop();
step("ended");
await new Promise((done) => setTimeout(done, 1600));
step("anew");
const before = observer;
carrier.close();
before.audioVideoDidStart();
step("closed");
console.log(JSON.stringify({ ...steps, sends: carrier.send({}) }));
