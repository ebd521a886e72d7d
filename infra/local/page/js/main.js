// The start: people and words are loaded, the tabs made, and the open panel is kept fresh.

import { Problem } from "./api.js";
import { byId, h } from "./dom.js";
import { begin, onChange, readRoster, session } from "./session.js";
import { current, makeTabs } from "./tabs.js";
import { makeWho, showDuty } from "./who.js";
import { cad } from "./panels/cad.js";
import { chat } from "./panels/chat.js";
import { control } from "./panels/control.js";
import { incident } from "./panels/incident.js";
import { metrics } from "./panels/metrics.js";
import { queue } from "./panels/queue.js";
import { texts } from "./panels/texts.js";

const EVERY = 2500;
let turn = 0;
let timer;

/** Read what the open panel shows, now and every few seconds. A reading that was overtaken by a newer one ends itself. */
async function refresh() {
  clearTimeout(timer);
  const mine = (turn += 1);
  const { panel, rest } = current();
  const stale = () => mine !== turn;
  try {
    await panel.refresh(rest, stale);
    if (!stale() && mine % 2 === 0) await readRoster();
    if (!stale()) showDuty();
    connected("");
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    connected(problem.status === 0 ? problem.message : "");
  } finally {
    if (!stale()) timer = setTimeout(() => (document.hidden ? waitForSight() : refresh()), EVERY);
  }
}

function waitForSight() {
  document.addEventListener("visibilitychange", refresh, { once: true });
}

function connected(trouble) {
  const known = byId("trouble");
  if (trouble && !known) byId("main").before(h("p", { id: "trouble", class: "notice bad", role: "alert" }, trouble));
  if (!trouble && known) known.remove();
}

async function start() {
  try {
    await begin();
  } catch (problem) {
    byId("main").replaceChildren(
      h("p", { class: "notice bad", role: "alert" }, `${problem.message} This page tries again by itself.`),
    );
    setTimeout(start, EVERY);
    return;
  }
  makeWho(refresh);
  makeTabs([control, queue, chat, incident, texts, cad, metrics], refresh);
  onChange(async () => {
    await refresh();
    document.body.dataset.actingAs = session.person.id;
  });
  document.addEventListener("evr:changed", refresh);
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("main").focus();
  });
}

start();
