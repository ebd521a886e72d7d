// The worklists: what waits, for whom, since when. One is shown, the others are counted.

import { Problem, ask, once } from "../api.js";
import { actionForm } from "../action-form.js";
import { actionsFor } from "../actions.js";
import { incidentLink } from "../chips.js";
import { h, onDo, show } from "../dom.js";
import { findPerson, hasRole, me, session } from "../session.js";
import { announce } from "../told.js";
import { current, go } from "../tabs.js";
import { clock } from "../times.js";
import { actAsButton } from "../who.js";
import { typeWords } from "../words.js";
import { LISTS, worklist } from "../worklist.js";

const PAGE = 100;
const counts = new Map();
let counted = 0;
let parts;

export const queue = { id: "queue", title: "Queue", mount, refresh };

function mount(root) {
  parts = {
    lead: h("div", { class: "lead" }),
    lists: h("div", { class: "lists", role: "group", "aria-label": "Worklists" }),
    about: h("div", {}),
    triage: h("div", { class: "open-form" }),
    table: h("div", {}),
  };
  root.append(h("h2", {}, "Queue and worklists"), parts.lead, parts.lists, parts.about, parts.triage, parts.table);
  onDo(root, "claim", claim);
  onDo(root, "list", (button) => go("queue", button.dataset.list));
  onDo(root, "triage", (button) => openTriage(button.dataset.reference));
}

async function refresh(rest, stale) {
  const name = LISTS[rest] ? rest : "queue";
  const page = await ask(session.person, "GET", `/v1/lists/${name}?limit=${PAGE}`);
  if (stale()) return;
  counts.set(name, page.cursor ? `${PAGE}+` : page.items.length);
  draw(name, page.items);
  await countOthers(name, stale);
}

/** The others are counted less often: each count is a call. */
async function countOthers(shown, stale) {
  const who = `${session.person.force}/${session.person.id}`;
  if (counted && Date.now() - counted.at < 10000 && counted.who === who) return;
  counted = { at: Date.now(), who };
  const others = Object.keys(LISTS).filter((name) => name !== shown);
  const pages = await Promise.all(others.map((name) => ask(session.person, "GET", `/v1/lists/${name}?limit=${PAGE}`)));
  others.forEach((name, n) => counts.set(name, pages[n].cursor ? `${PAGE}+` : pages[n].items.length));
  if (!stale()) drawLists(shown);
}

function draw(name, items) {
  drawLead();
  drawLists(name);
  const [title, words] = LISTS[name];
  show(parts.about, h("h3", {}, title), h("p", { class: "explains" }, words));
  if (name !== "triage") show(parts.triage);
  show(parts.table, items.length ? worklist(name, items) : h("p", { class: "empty" }, "Nothing here at the moment."));
}

function drawLists(shown) {
  show(
    parts.lists,
    Object.entries(LISTS).map(([name, [title]]) =>
      h(
        "button",
        {
          type: "button",
          class: "list-choice",
          "data-do": "list",
          "data-list": name,
          "data-key": name,
          "aria-pressed": String(name === shown),
        },
        h("span", {}, title),
        h("span", { class: "count" }, counts.has(name) ? counts.get(name) : "…"),
      ),
    ),
  );
}

/** What the person can do with the queue as a whole. */
function drawLead() {
  const officer = me();
  if (hasRole("officer") && officer?.job) {
    show(
      parts.lead,
      h("p", {}, "You hold ", incidentLink(officer.job), ". Submit, release or hand it over before you claim another."),
    );
  } else if (hasRole("officer") && officer?.duty === "on") {
    show(parts.lead, h("button", { type: "button", class: "button", "data-do": "claim" }, "Claim the next job"));
  } else if (hasRole("officer")) {
    show(
      parts.lead,
      h(
        "p",
        {},
        officer?.duty === "break" ? "You are on a break: come back to claim a job." : "Start your shift, above, to claim a job.",
      ),
    );
  } else {
    show(parts.lead, h("p", {}, "Officers claim from here."), freeOfficer());
  }
}

function freeOfficer() {
  const free = findPerson((each) => {
    const officer = session.officers.get(each.id);
    return officer?.duty === "on" && !officer.job && officer.record.roles.includes("officer");
  });
  return free && actAsButton(free, `Act as ${free.id} ${free.name}, who is free`);
}

async function claim(button) {
  button.disabled = true;
  try {
    const answer = await ask(session.person, "POST", "/v1/queue/claim", {}, once());
    announce(`${answer.reference} is yours.`);
    go("incident", answer.reference);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    announce(problem.message);
  } finally {
    button.disabled = false;
  }
}

/** The sergeant's suitability review, without leaving the list. */
async function openTriage(reference) {
  const incident = await ask(session.person, "GET", `/v1/incidents/${encodeURIComponent(reference)}?personal=false`);
  const action = actionsFor(incident).find((each) => each.name === "triage");
  if (!action || current().panel !== queue) return;
  const flagged = (incident.flags ?? []).filter((flag) => session.words.allocate_flags.includes(flag));
  const form = actionForm(
    action,
    incident,
    () => {
      show(parts.triage);
      document.dispatchEvent(new Event("evr:changed"));
    },
    { title: `Suitability review of ${reference}`, heading: "h4" },
  );
  form
    .querySelector("h4")
    .after(
      h(
        "p",
        { class: "explains" },
        typeWords(incident.type),
        ", reported ",
        clock(incident.reported_at),
        ". ",
        flagged.length ? "Flagged: allocation to the next available officer is suggested." : "No flag that suggests allocation.",
      ),
    );
  if (flagged.length) form.querySelector("[name=level]").value = "allocate";
  parts.triage.replaceChildren(form);
  form.querySelector("input, select").focus();
}
