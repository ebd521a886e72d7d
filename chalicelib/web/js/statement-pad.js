// A field to draw a signature in, with a finger, a pen or a mouse. Who cannot draw types their name: that is enough.

const [WIDTH, HEIGHT, MOST] = [1000, 400, 19_000];

export function signaturePad(canvas) {
  let strokes = [];
  let drawing = null;
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const ink = canvas.getContext("2d");

  function clear() {
    strokes = [];
    ink.clearRect(0, 0, WIDTH, HEIGHT);
  }

  function at(event) {
    const box = canvas.getBoundingClientRect();
    const within = (value, most) => Math.round(Math.min(Math.max(value, 0), 1) * most);
    return [within((event.clientX - box.left) / box.width, WIDTH), within((event.clientY - box.top) / box.height, HEIGHT)];
  }

  function line(from, to) {
    [ink.lineWidth, ink.lineCap, ink.strokeStyle] = [6, "round", "#0b0c0c"];
    ink.beginPath();
    ink.moveTo(...from);
    ink.lineTo(...to);
    ink.stroke();
  }

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    drawing = [at(event)];
    strokes.push(drawing);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    const [to, from] = [at(event), drawing.at(-1)];
    if (Math.abs(to[0] - from[0]) + Math.abs(to[1] - from[1]) < 4) return;
    line(from, to);
    drawing.push(to);
  });
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => (drawing = null));

  return {
    clear,
    // The strokes as the service takes them; null when nothing, or no more than dots, was drawn.
    drawn() {
      const real = strokes.filter((each) => each.length > 1);
      let kept = real;
      const text = () => kept.map((each) => each.map(([x, y], n) => `${n ? "L" : "M"}${x} ${y}`).join(" ")).join(" ");
      // A long scribble keeps its shape with fewer points.
      while (text().length > MOST) kept = kept.map((each) => each.filter((_, n) => n % 2 === 0 || n === each.length - 1));
      return real.length ? text() : null;
    },
  };
}
