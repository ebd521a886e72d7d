// A stand-in for amazon-chime-sdk-js in a page: connects at once, shows a picture of its own as the other side's, and keeps what it was
// asked in `sdk`.
globalThis.sdk = { loads: (globalThis.sdk?.loads ?? 0) + 1, joined: [], asked: [] };

export class NoOpLogger {}
export class DefaultDeviceController {}

export class MeetingSessionConfiguration {
  constructor({ Meeting }, { Attendee }) {
    Object.assign(this, { meeting: Meeting, attendee: Attendee });
  }
}

function theirPicture() {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [64, 48];
  const pen = canvas.getContext("2d");
  let n = 0;
  setInterval(() => {
    pen.fillStyle = `hsl(${(n += 20)} 80% 50%)`;
    pen.fillRect(0, 0, 64, 48);
  }, 50);
  return canvas.captureStream(20);
}

export class DefaultMeetingSession {
  constructor({ meeting, attendee }) {
    sdk.joined.push({ meeting: meeting.MeetingId, attendee: attendee.AttendeeId, token: attendee.JoinToken });
    let observer;
    const noted = (name) => async (input) => sdk.asked.push([name, ...(input?.getTracks?.() ?? []).map((each) => each.kind)]);
    const names = ["startAudioInput", "stopAudioInput", "startVideoInput", "stopVideoInput", "startContentShare", "stopContentShare"];
    this.audioVideo = {
      ...Object.fromEntries([...names, "startLocalVideoTile", "stopLocalVideoTile"].map((name) => [name, noted(name)])),
      addObserver: (given) => (observer = given),
      realtimeSubscribeToReceiveDataMessage() {},
      realtimeSendDataMessage() {},
      getCurrentMeetingAudioStream: () => null,
      stop: noted("stop"),
      start() {
        observer.audioVideoDidStart();
        const boundVideoStream = theirPicture();
        observer.videoTileDidUpdate({ localTile: false, isContent: false, boundAttendeeId: "another", boundVideoStream });
      },
    };
  }
}
