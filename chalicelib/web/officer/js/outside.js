// A call on another platform: opened in a window of its own, while everything else stays on this page.

import { byId } from "./showing.js";

export async function callOutside(line) {
  const { status, body } = await line.media();
  const place = byId("outside");
  const there = status === 200 && /^https:\/\//.test(body.url ?? "");
  place.hidden = !there;
  if (there) place.querySelector("a").href = body.url;
  for (const id of ["pictures", "mute", "camera", "rear", "snapshot", "share", "quality", "presence-call"]) byId(id).hidden = true;
  return there;
}
