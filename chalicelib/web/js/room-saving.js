// The recording's numbered objects on their way to the bucket: one after another, each announced, then put, and tried again until it is
// there. What is not there yet is kept in memory and counted; nothing is given up but when the room is over.

const FIRST_REST = 500;
const LONGEST_REST = 10_000;
const TOO_LATE = new Set([404, 410]);
const restFor = (ms) => new Promise((done) => setTimeout(done, ms));

async function hashOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...digest));
}

async function putObject(url, headers, bytes) {
  const answer = await fetch(url, { method: "PUT", headers, body: bytes, credentials: "omit", referrerPolicy: "no-referrer" });
  return answer.status;
}

// `announce(body)` -> {status, body: {url, headers}}. on: unsaved({objects, seconds}), trouble(status, problem), lost({objects, seconds}).
export function savingObjects({ announce, put = putObject, on = {} }) {
  let [waiting, busy, over, quiet] = [[], false, false, []];

  const count = () => ({
    objects: waiting.length,
    seconds: Math.round(waiting.reduce((sum, each) => sum + each.about.ended - each.about.began, 0) / 1000),
  });

  async function save(each) {
    each.bytes ??= await each.blob.arrayBuffer();
    each.hash ??= await hashOf(each.bytes);
    const { status, body } = await announce({ ...each.about, sha256: each.hash, size: each.bytes.byteLength });
    if (status !== 200) return { status, problem: body };
    const arrived = await put(body.url, body.headers, each.bytes);
    return { status: arrived >= 200 && arrived < 300 ? 200 : 0, problem: { code: `put_${arrived}` } };
  }

  async function drain() {
    if (busy) return;
    busy = true;
    let pause = FIRST_REST;
    while (waiting.length && !over) {
      const { status, problem } = await save(waiting[0]).catch((error) => ({ status: 0, problem: { code: error.name } }));
      if (status === 200) {
        waiting.shift();
        pause = FIRST_REST;
        on.unsaved?.(count());
      } else if (TOO_LATE.has(status)) {
        over = true;
        on.lost?.(count());
      } else {
        on.trouble?.(status, problem);
        await restFor(pause);
        pause = Math.min(LONGEST_REST, pause * 2);
      }
    }
    busy = false;
    for (const done of quiet.splice(0)) done();
  }

  return {
    get unsaved() {
      return count();
    },
    add(blob, about) {
      waiting.push({ blob, about });
      on.unsaved?.(count());
      drain();
    },
    // Wait until all is saved, but not longer than this; what is then left over is returned.
    async flushed(limit) {
      if (busy) await Promise.race([new Promise((done) => quiet.push(done)), restFor(limit)]);
      return count();
    },
  };
}
