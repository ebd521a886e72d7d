// How good the connection is, in one of three words, from what the browser counts. Two bad readings make it worse, three good ones
// better: a word that changes with every breath helps nobody.

const WORSE_AFTER = 2;
const BETTER_AFTER = 3;
const QUALITIES = ["good", "fair", "poor"];

// {received, lost, frames, delay}: packets and pictures so far, seconds there and back.
export function readStats(report) {
  const read = { received: 0, lost: 0, frames: 0, delay: 0 };
  report?.forEach((each) => {
    if (each.type === "inbound-rtp") {
      read.received += each.packetsReceived ?? 0;
      read.lost += Math.max(0, each.packetsLost ?? 0);
      read.frames += each.framesDecoded ?? 0;
    }
    if (each.type === "candidate-pair" && each.nominated && each.state === "succeeded") read.delay = each.currentRoundTripTime ?? 0;
  });
  return read;
}

// The word for what happened between two readings. `moving`: a picture should be coming.
export function judge(before, now, moving = false) {
  const came = now.received - before.received;
  const lost = Math.max(0, now.lost - before.lost);
  const share = came + lost > 0 ? lost / (came + lost) : 0;
  const still = moving && now.frames - before.frames < 4;
  if (share > 0.1 || now.delay > 0.8 || still) return "poor";
  return share > 0.03 || now.delay > 0.4 ? "fair" : "good";
}

export function steady(first = "good") {
  let [said, count, leaning] = [first, 0, first];
  return (reading) => {
    if (reading === said) {
      [count, leaning] = [0, said];
      return said;
    }
    const way = (word) => Math.sign(QUALITIES.indexOf(word) - QUALITIES.indexOf(said));
    count = way(reading) === way(leaning) ? count + 1 : 1;
    leaning = reading;
    if (count >= (way(reading) > 0 ? WORSE_AFTER : BETTER_AFTER)) [said, count] = [reading, 0];
    return said;
  };
}
