// Reads a file once, off the page's own thread, so that a call is not disturbed: the SHA-256 of each part, and of the whole.
//
// In: {file, partSize}. Out: {n, sha256} for each part in order (base64), then {whole} (hexadecimal), or {failed: true}.

import { noble } from "./noble-hashes.js";

const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const hex = (bytes) => Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");

async function read(file, partSize) {
  const whole = noble.sha256.create();
  for (let n = 1, at = 0; at < file.size; n += 1, at += partSize) {
    const bytes = new Uint8Array(await file.slice(at, at + partSize).arrayBuffer());
    whole.update(bytes);
    postMessage({ n, sha256: base64(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))) });
  }
  postMessage({ whole: hex(whole.digest()) });
}

onmessage = ({ data }) => read(data.file, data.partSize).catch(() => postMessage({ failed: true }));
