// Asking the service as the signed-in officer. What did not arrive is sent again under the same key, so it is done once.

import { known } from "./place.js";
import { renewSilently, token } from "./sign-in.js";

const PAUSES = [400, 1200, 3000];
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const freshKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (each) => each.toString(16).padStart(2, "0")).join("");

// What the page wants to hear: over() the sign-in has ended, down() the service does not answer, up() it does again.
export const hears = { over() {}, down() {}, up() {} };
let silent = 0;

async function oneCall(method, path, body, key, last) {
  const answer = await fetch(path, {
    method,
    headers: {
      Authorization: `Bearer ${token()}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(key ? { "Idempotency-Key": key } : {}),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: "no-store",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    keepalive: last,
  });
  return { status: answer.status, body: await answer.json() };
}

async function tried(method, path, body, key, last) {
  try {
    const answer = await oneCall(method, path, body, key, last);
    if (silent > 1) hears.up();
    silent = 0;
    return answer;
  } catch {
    silent += 1;
    if (silent === 2) hears.down();
    return { status: 0, body: {} };
  }
}

// {status, body}; status 0 when there was no answer. A token that has run out is renewed without a word where that is possible.
export async function callApi(method, path, body, { patient = true, key = freshKey(), last = false } = {}) {
  let renewed = false;
  for (const pause of patient ? [...PAUSES, null] : [null]) {
    let answer = await tried(method, path, body, key, last);
    if (answer.status === 401 && !renewed) {
      renewed = true;
      if (await renewSilently()) answer = await tried(method, path, body, key, last);
    }
    if (answer.status === 401) hears.over();
    if ((answer.status !== 0 && answer.status < 500) || pause === null) return answer;
    await wait(pause);
  }
}

const incidentPath = (reference, rest) => `v1/incidents/${encodeURIComponent(reference)}/${rest}`;

export const ownJob = () => callApi("GET", "v1/job", undefined, { key: "" });
export const jobNow = (reference, patient = false) => callApi("GET", incidentPath(reference, "job"), undefined, { patient, key: "" });
export const command = (reference, name, fields = {}) => callApi("POST", incidentPath(reference, `commands/${name}`), fields);
export const askAbout = (reference, rest, body, options) => callApi("POST", incidentPath(reference, rest), body, options);
export const jobAsker = (reference) => (method, rest, body, options) => callApi(method, incidentPath(reference, rest), body, options);

const ROOM_PATHS = { room: "room", say: "room/say", media: "media" };

// The room's own caller. Without a sign-in it is as if nobody answered: the line waits, and the call goes on.
export const roomAsker = (reference) => async (path, body, options) => {
  const answer = await askAbout(reference, ROOM_PATHS[path], body, options);
  return answer.status === 401 ? { status: 0, body: {} } : answer;
};

export const inForce = known.force;
