"""The engine of the call alone, as the police's side: a bare page at the system's own address, for what needs no officer's page.

The modules are the ones that both pages use; the browser is told to find this page below `test/`; nothing of it is deployed.
"""

from __future__ import annotations

import json

from playwright.sync_api import BrowserContext, Page, Route

from tests.local_system import ROOT

JS = ROOT / "chalicelib" / "web" / "js"
_PAGE = """<!doctype html><html lang="en"><head><title>Test: police</title></head><body>
<video id="remote" autoplay playsinline></video><video id="own" muted autoplay playsinline></video><video id="screen"></video>
<pre id="log"></pre><script type="module">
import { exchange } from "./room-exchange.js";
import { startCall } from "./room-call.js";
import { openMedia } from "./room-media.js";
import { recorder, recorderTimer } from "./room-recorder.js";
const [token, incident] = %s;
const at = (id) => document.getElementById(id);
const ask = async (path, body, { last = false } = {}) => {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${token}` };
  const place = { say: "room/say" }[path] ?? path;
  const answer = await fetch(`${incident}/${place}`, { method: "POST", headers, body: JSON.stringify(body), keepalive: last });
  return { status: answer.status, body: await answer.json() };
};
window.line = exchange(ask);
window.told = [];
const tell = (...what) => told.push([performance.now(), ...what]);
const media = openMedia({ changed: () => window.call?.changed() });
window.film = recorder({
  announce: (body) => ask("recording", body),
  elements: { remote: at("remote"), own: at("own") },
  sounds: () => [...call.stream.getAudioTracks(), media.sound],
  caption: () => `Test ${new Date().toISOString()}`,
  showing: () => call.connected,
  timer: recorderTimer("room-timer.js"),
  on: {
    recording: (on) => tell("recording", on),
    unsaved: (now) => tell("unsaved", now),
    trouble: (status, problem) => tell("trouble", status, problem?.code),
  },
});
const names = ["state", "quality", "message", "closed", "replaced", "refused", "other", "said", "screen"];
window.call = startCall({
  ...{ exchange: line, media, side: "police" },
  elements: { remote: at("remote"), own: at("own"), screen: at("screen") },
  on: {
    ...Object.fromEntries(names.map((name) => [name, (...values) => tell(name, ...values)])),
    live: (on) => (tell("live", on), window.records && film.live(on)),
  },
});
window.media = media;
media.open().then(() => tell("open"), (error) => tell("failed", error.name));
addEventListener("pagehide", () => call.stop());
</script></body></html>"""


def open_police_page(context: BrowserContext, address: str, token: str, reference: str, *, records: bool = False) -> Page:
    """Open it for this job, signed in with this token."""
    html = _PAGE % json.dumps([token, f"{address}v1/incidents/{reference}"])

    def serve(route: Route) -> None:
        name = route.request.url.rpartition("/")[2].partition("?")[0]
        if name == "police":
            route.fulfill(body=html, content_type="text/html")
        else:
            route.fulfill(path=JS / name, content_type="text/javascript")

    context.route(f"{address}test/**", serve)
    page = context.new_page()
    if records:
        page.add_init_script("window.records = true")
    page.goto(f"{address}test/police")
    return page
