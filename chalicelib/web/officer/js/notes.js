// The text chat with the victim: for when the sound fails. Each line stands here once, whoever asked twice.

import { say, time } from "../../js/words.js";
import { byId, complaint, made, put } from "./showing.js";

const panel = byId("notes-panel");
const chatLines = byId("lines");
const seenLines = new Set();
let unread = 0;

export function showLine({ n, by, at, text }) {
  if (seenLines.has(n)) return;
  seenLines.add(n);
  const item = made("li", "", { className: by });
  item.append(made("b", `${say(`notes.${by}`)}, ${time(at)}`), made("p", text));
  chatLines.append(item);
  byId("lines-none").hidden = true;
  chatLines.scrollTop = chatLines.scrollHeight;
  if (by === "victim" && !panel.open) unread += 1;
  countUnread();
}

export function countUnread() {
  if (panel.open) unread = 0;
  put("notes-new", unread ? `(${unread})` : "");
}

export async function writeLine(line, text = byId("line").value.trim()) {
  complaint();
  if (!text) return complaint(say("notes.missing"), "line");
  const { status, body } = await line.say(text);
  if (status !== 200) return complaint(body.detail ?? say("notes.failed"), "line");
  if (byId("line").value.trim() === text) byId("line").value = "";
}

export function forgetLines() {
  chatLines.replaceChildren();
  seenLines.clear();
  unread = 0;
  countUnread();
  byId("lines-none").hidden = false;
}
