// One file on its way: announced, sent in parts straight to the bucket, two at a time, and finished. No words, no document.
//
// A lost connection is waited out. A page that was loaded again finds what is there by the file's mark, and goes on from there.

const PARTS_AT_A_TIME = 2;
const PARTS_ASKED_FOR = 4;
const FILE_PAUSES = [1000, 2000, 4000, 8000, 15000, 30000];
const FILE_HEAD = 512;
const LONGEST_FILE_NAME = 255;
// Neither a control character nor a mark of direction nor a folder: the service refuses them, so they become a line.
const UNFIT_IN_NAMES = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}/\\]/gu;
const LINK_GONE = new Set([404, 410]);

export const fitName = (name) => name.replace(UNFIT_IN_NAMES, (each) => (/[\u200c\u200d]/.test(each) ? each : "_")).slice(0, LONGEST_FILE_NAME);

const fileHex = (bytes) => Array.from(new Uint8Array(bytes), (each) => each.toString(16).padStart(2, "0")).join("");

async function announcedAs(file) {
  const head = new Uint8Array(await file.slice(0, FILE_HEAD).arrayBuffer());
  const about = new TextEncoder().encode(`${file.name}|${file.size}|${file.lastModified}|`);
  const mark = fileHex(await crypto.subtle.digest("SHA-256", await new Blob([about, head]).arrayBuffer()));
  const kind = file.type.split(";")[0].trim().toLowerCase();
  return { name: fitName(file.name), size: file.size, kind, mark, head: btoa(String.fromCharCode(...head)) };
}

// Wait, but not longer than until the connection is back.
function restUpTo(ms) {
  return new Promise((done) => {
    const timer = setTimeout(over, ms);
    function over() {
      clearTimeout(timer);
      removeEventListener("online", over);
      done();
    }
    addEventListener("online", over);
  });
}

// PUT one part; `sent(bytes)` while it goes. True when the bucket has it.
function putPart({ url, headers }, body, sent, stopped) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => sent(event.loaded);
    request.onload = () => done(request.status >= 200 && request.status < 300);
    request.onerror = request.onabort = request.ontimeout = () => done(false);
    request.timeout = 240_000;
    stopped.addEventListener("abort", () => request.abort(), { once: true });
    request.send(body);
  });
}

// The worker's sums as they come: `of(n)` waits for a part's, `whole()` for the file's. Rejected when the file cannot be read.
function fileSums(makeWorker, file, partSize) {
  const worker = makeWorker();
  const known = new Map();
  const waiting = [];
  let [total, failed] = ["", false];
  const wake = () => waiting.splice(0).forEach((each) => each());
  worker.onmessage = ({ data }) => {
    if (data.n) known.set(data.n, data.sha256);
    if (data.whole) total = data.whole;
    failed ||= Boolean(data.failed);
    wake();
  };
  worker.onerror = () => ((failed = true), wake());
  worker.postMessage({ file, partSize });
  const until = async (found) => {
    while (!found() && !failed) await new Promise((done) => waiting.push(done));
    if (!found()) throw new DOMException("", "NotReadableError");
    return found();
  };
  return { of: (n) => until(() => known.get(n)), whole: () => until(() => total), end: () => worker.terminate() };
}

// `ask(path, body, options)` -> {status, body}, path: file | file_parts | file_done | file_stop | files.
// `changed({state, sent, size, code, detail})` tells each step; state: sending | waiting | finishing | arriving | refused | closed |
// unreadable | stopped. `kept()`: the side's files as they are known, to go on with one. Resolves to the last state.
export function upload(file, { ask, makeWorker, changed, kept }) {
  const ending = new AbortController();
  const going = new Map(); // part to bytes on their way
  const there = new Set();
  let [number, plan, state, told] = [0, null, "sending", ""];

  const size = (n) => Math.min(plan.part_size, file.size - plan.part_size * (n - 1));
  const sent = () => [...there].reduce((sum, n) => sum + size(n), 0) + [...going.values()].reduce((sum, each) => sum + each, 0);
  function tell(now, more = {}) {
    state = now;
    const next = { state, number, size: file.size, sent: plan ? Math.min(sent(), file.size) : 0, ...more };
    if (JSON.stringify(next) === told) return;
    told = JSON.stringify(next);
    changed(next);
  }

  // Ask until there is an answer that waiting does not change.
  async function insist(path, body, options) {
    for (let turn = 0; !ending.signal.aborted; turn += 1) {
      const answer = await ask(path, body, options);
      if (answer.status && answer.status < 500 && answer.status !== 429) return answer;
      tell("waiting");
      await restUpTo(FILE_PAUSES[Math.min(turn, FILE_PAUSES.length - 1)]);
    }
    return { status: 0, body: {} };
  }

  const over = ({ status, body }) => {
    if (ending.signal.aborted) return tell("stopped");
    if (LINK_GONE.has(status) && body.code !== "no_such_file") return tell("closed");
    return tell("refused", { code: body.code ?? "", detail: body.detail ?? "" });
  };

  async function announce() {
    const about = await announcedAs(file).catch(() => null);
    if (!about) return tell("unreadable");
    const before = (await kept()).find((each) => each.state === "sending" && each.mark === about.mark && each.size === file.size);
    if (before) {
      const part_size = 8 * 1024 * 1024;
      [number, plan] = [before.number, { part_size, parts: Math.max(1, Math.ceil(file.size / part_size)) }];
      return true;
    }
    const key = crypto.randomUUID?.() ?? about.mark.slice(0, 32) + Date.now();
    const answer = await insist("file", about, { key });
    if (answer.status !== 200) return over(answer);
    [number, plan] = [answer.body.number, answer.body];
    return true;
  }

  async function sendOne(part) {
    const body = file.slice(plan.part_size * (part.n - 1), plan.part_size * part.n);
    going.set(part.n, 0);
    const good = await putPart(part, body, (bytes) => (going.set(part.n, bytes), tell("sending")), ending.signal);
    going.delete(part.n);
    if (good) there.add(part.n);
    tell(good ? "sending" : state);
    return good;
  }

  // Everything that is missing, some parts at a time; false when it is over.
  async function sendParts(summed) {
    let failures = 0;
    for (let n = 1; n <= plan.parts && !ending.signal.aborted; ) {
      const wanted = [];
      for (let each = n; each <= plan.parts && wanted.length < PARTS_ASKED_FOR; each += 1) {
        if (!there.has(each)) wanted.push({ n: each, sha256: await summed.of(each) });
      }
      if (!wanted.length) break;
      const answer = await insist("file_parts", { number, parts: wanted });
      if (answer.status !== 200) return over(answer);
      await note(answer.body.there, summed);
      const queue = [...answer.body.send];
      const lines = Array.from({ length: PARTS_AT_A_TIME }, async () => {
        let good = true;
        while (good && queue.length && !ending.signal.aborted) good = await sendOne(queue.shift());
        return good;
      });
      if ((await Promise.all(lines)).every(Boolean)) failures = 0;
      else if (!ending.signal.aborted) {
        tell("waiting");
        await restUpTo(FILE_PAUSES[Math.min(failures++, FILE_PAUSES.length - 1)]);
      }
      while (there.has(n)) n += 1;
    }
    return !ending.signal.aborted || tell("stopped");
  }

  // A part that is there counts only with the content that this file has.
  async function note(found, summed) {
    for (const each of found) if ((await summed.of(each.n)) === each.sha256) there.add(each.n);
  }

  async function finish(summed) {
    tell("finishing");
    const sha256 = await summed.whole();
    const answer = await insist("file_done", { number, sha256 });
    if (answer.status === 200 || answer.body.code === "file_finished") return tell("arriving");
    if (answer.body.code !== "file_incomplete") return over(answer);
    there.clear();
    return (await sendParts(summed)) && finish(summed);
  }

  async function run() {
    tell("sending");
    if (!(await announce())) return state;
    const summed = fileSums(makeWorker, file, plan.part_size);
    try {
      if (await sendParts(summed)) await finish(summed);
    } catch {
      tell("unreadable");
    } finally {
      summed.end();
    }
    return state;
  }

  return {
    done: run(),
    // Not the sender's wish: the page goes, and the file may be gone on with.
    leave: () => ending.abort(),
    async stop() {
      ending.abort();
      if (number) await ask("file_stop", { number });
      tell("stopped");
    },
  };
}
