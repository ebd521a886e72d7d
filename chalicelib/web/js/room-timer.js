// The recording's beat, in a Worker: a page in the background is slowed down, a Worker is not. A number is the pause in milliseconds.

let beat = 0;
onmessage = ({ data }) => {
  clearInterval(beat);
  beat = data > 0 ? setInterval(() => postMessage(0), data) : 0;
};
