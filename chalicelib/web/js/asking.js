// Asking the service. Every question is a POST that follows a tap, or a look while somebody waits. The token goes in the body only.

import { session } from "./session.js";

const PAUSES = [500, 1500, 4000];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (each) => each.toString(16).padStart(2, "0")).join("");

async function once(path, body, key, last) {
  const answer = await fetch(`v1/links/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(key ? { "Idempotency-Key": key } : {}) },
    body: JSON.stringify(body),
    cache: "no-store",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    keepalive: last, // also while the page is being left
  });
  return { status: answer.status, body: await answer.json() };
}

// {status, body}; status 0 when there was no answer. What did not arrive is sent again under the same key, so it is done once.
export async function post(path, body, { key = newKey(), patient = true, last = false } = {}) {
  for (const wait of patient ? [...PAUSES, null] : [null]) {
    try {
      const answer = await once(path, body, key, last);
      if (answer.status < 500 || wait === null) return answer;
    } catch {
      if (wait === null) return { status: 0, body: {} };
    }
    await pause(wait);
  }
}

export const ask = (path, body = {}, options = {}) => post(path, { token: session.get("token"), ...body }, options);
