// What command and control was told, as its simulator on this machine received it; and a switch that takes it down.

import { ask, send } from "../api.js";
import { incidentLink, statusChip } from "../chips.js";
import { h, onDo, show } from "../dom.js";
import { nameOf, session } from "../session.js";
import { announce } from "../told.js";
import { clock } from "../times.js";
import { choiceWords, dueWords, lower, outcomeWords, plain, reasonWords, receiverWords } from "../words.js";

const LAST = 60;
const KINDS = {
  arrived: "Arrived: link sent",
  link_sent: "Link sent again",
  closed: "Link closed",
  incident_closed: "Incident closed",
  delivery: "Message with the link",
  risk_due: "Risk to be looked at again",
  returned: "Back with dispatch",
  update_received: "Update received",
  desk_work: "Back for desk work",
};
let parts;
let wanted = "";

export const cad = { id: "cad", title: "CAD log", mount, refresh };

function mount(root) {
  const filter = h("input", { id: "cad-filter", type: "search", autocomplete: "off" });
  filter.addEventListener("change", () => {
    wanted = filter.value.trim();
    document.dispatchEvent(new Event("evr:changed"));
  });
  parts = { filter, state: h("div", { class: "cad-state" }), log: h("div", {}) };
  root.append(
    h("h2", {}, "CAD log"),
    h(
      "p",
      { class: "explains" },
      "The updates that reached command and control, each signed, in order for each incident. Codes and times only: never a name or a number.",
    ),
    parts.state,
    h("div", { class: "finder" }, h("label", { for: "cad-filter" }, "Only this incident, told from its beginning"), filter),
    parts.log,
  );
  onDo(root, "cad-switch", (button) => turn(button.dataset.up === "true"));
}

async function refresh(rest, stale) {
  if (rest && parts.filter.dataset.from !== rest) {
    parts.filter.value = wanted = rest;
    parts.filter.dataset.from = rest;
  }
  const { up, log, pushed } = await told();
  if (stale()) return;
  drawState(up, pushed);
  const entries = wanted ? [...log].reverse() : log;
  show(
    parts.log,
    h(
      "p",
      { class: "muted" },
      wanted ? `${entries.length} updates about ${wanted}, oldest first` : `The last ${entries.length} updates, newest first`,
    ),
    entries.length > 0 && h("ol", { class: "cad-log" }, entries.map(entry)),
  );
}

/** From the simulator that takes webhooks; a force whose CAD fetches reads the feed instead. */
async function told() {
  if (session.words.cad_push) {
    const path = wanted ? `about/${encodeURIComponent(wanted)}` : `last/${LAST}`;
    return { ...(await send("GET", `/local/cad/${session.person.force}/${path}`)), pushed: true };
  }
  const system = { force: session.person.force, id: "cad-system", scopes: ["feed"] };
  const { items } = await ask(system, "GET", "/v1/updates?limit=100");
  const log = items.filter((update) => !wanted || update.reference === wanted).map((update) => ({ id: update.id, update }));
  return { up: true, log: log.reverse(), pushed: false };
}

function drawState(up, pushed) {
  if (!pushed) {
    show(parts.state, h("p", {}, "This force's command and control fetches the feed by itself; nothing is pushed."));
    return;
  }
  show(
    parts.state,
    h("p", {}, up ? "CAD is up." : "CAD is down: updates are held back and come, in order, once it is up again."),
    h(
      "button",
      { type: "button", class: up ? "button quiet" : "button", "data-do": "cad-switch", "data-up": String(!up) },
      up ? "Take CAD down" : "Bring CAD up again",
    ),
  );
}

async function turn(up) {
  await send("POST", `/local/cad/${session.person.force}/switch`, { up });
  announce(up ? "CAD is up again." : "CAD is down now.");
  document.dispatchEvent(new Event("evr:changed"));
}

function entry({ id, received_at: received, update }) {
  return h(
    "li",
    { "data-key": `${id}-${received ?? ""}` },
    h("span", { class: "number" }, Number(update.id.replace(/\D+/g, ""))),
    h("time", { datetime: update.at }, clock(update.at, { seconds: true })),
    incidentLink(update.reference),
    h("span", { class: "kind" }, KINDS[update.kind] ?? plain(update.kind), extra(update.details ?? {})),
    statusChip(update.status),
    h("span", { class: "by" }, update.by ? `by ${nameOf(update.by)}` : ""),
  );
}

function extra(details) {
  const words = [
    details.reason && reasonWords(details.reason),
    details.result && lower(choiceWords(details.result)),
    details.decision && lower(choiceWords(details.decision)),
    details.receiver && receiverWords(details.receiver),
    details.code && details.kind === "outcome" && outcomeWords(details.code),
    details.who,
    details.status && (details.status === "unknown" ? "nothing known" : details.status),
    details.kind && !details.code && lower(dueWords(details.kind)),
  ].filter(Boolean);
  return words.length ? `: ${words.join(", ")}` : "";
}
