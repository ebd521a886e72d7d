// Who am I acting as: the choice of a person, what that person does here, and the shift.

import { Problem, ask, once } from "./api.js";
import { byId, h, onDo, show } from "./dom.js";
import { actAs, hasRole, me, onChange, session } from "./session.js";
import { incidentLink } from "./chips.js";
import { announce } from "./told.js";

export function makeWho(refresh) {
  byId("force").replaceChildren(...session.forces.map((force) => h("option", { value: force }, capital(force))));
  byId("force").addEventListener("change", (event) => actAs(session.people.find((each) => each.force === event.target.value)));
  byId("person").addEventListener("change", (event) => actAs(find(event.target.value)));
  onDo(byId("duty"), "shift", (button) => shift(button.dataset.action, refresh));
  onChange(fill);
  fill();
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const find = (id) => session.people.find((each) => each.force === session.person.force && each.id === id);

function fill() {
  byId("force").value = session.person.force;
  byId("force-name").textContent = session.words.name;
  const groups = Map.groupBy ? Map.groupBy(people(), (each) => each.group) : grouped(people());
  show(
    byId("person"),
    [...groups].map(([group, members]) =>
      h("optgroup", { label: group, "data-key": `${session.person.force}-${group}` }, members.map(option)),
    ),
  );
  byId("person").value = session.person.id;
  showDuty();
}

const people = () => session.people.filter((each) => each.force === session.person.force);

function grouped(members) {
  const groups = new Map();
  for (const each of members) groups.set(each.group, [...(groups.get(each.group) ?? []), each]);
  return groups;
}

function option(person) {
  const named = person.roles.length ? `${person.id} ${person.name}` : person.name;
  return h("option", { value: person.id, "data-key": person.id }, `${named} – ${person.does}${standing(person.id)}`);
}

function standing(id) {
  const officer = session.officers.get(id);
  if (!officer?.record.team || !officer.record.roles.includes("officer")) return "";
  if (officer.job) return " (has a job)";
  return { on: " (free)", break: " (on a break)" }[officer.duty] ?? " (off shift)";
}

/** The shift of the person, or, for those without one, what they do. Called again whenever the roster has been read. */
export function showDuty() {
  if (document.activeElement !== byId("person")) fillStandings();
  const officer = me();
  if (!officer?.record.team) {
    show(byId("duty"), h("p", {}, `${who()}.`));
    return;
  }
  const duty = officer.duty ?? "off";
  show(
    byId("duty"),
    h(
      "p",
      {},
      h("span", { class: "named" }, `${who()}. `),
      STANDS[duty],
      officer.job ? [", holds ", incidentLink(officer.job)] : duty === "on" && hasRole("officer") && ", free",
    ),
    BUTTONS[duty].map(([action, words]) =>
      h(
        "button",
        { type: "button", class: "button small quiet", "data-do": "shift", "data-action": action, "data-key": action },
        words,
      ),
    ),
  );
}

const who = () => `${session.person.name}, ${session.person.does}`;
const STANDS = { on: "On shift", break: "On a break", off: "Off shift" };
const BUTTONS = {
  off: [["start", "Start shift"]],
  on: [
    ["break", "Take a break"],
    ["end", "End shift"],
  ],
  break: [
    ["back", "Back from the break"],
    ["end", "End shift"],
  ],
};

function fillStandings() {
  for (const each of byId("person").options) {
    const text = option(find(each.value) ?? session.person).textContent;
    if (each.textContent !== text) each.textContent = text;
  }
}

async function shift(action, refresh) {
  try {
    await ask(session.person, "POST", `/v1/officers/${session.person.id}/shift`, { action }, once());
    announce(
      { start: "Your shift has begun.", end: "Your shift has ended.", break: "You are on a break.", back: "You are back." }[
        action
      ],
    );
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    announce(problem.message);
  }
  refresh();
}

/** A button that acts as somebody else, for a panel that is for other people. */
export function actAsButton(person, words = `Act as ${person.name}`) {
  const button = h("button", { type: "button", class: "button quiet", "data-key": `act-${person.id}` }, words);
  button.addEventListener("click", () => actAs(person));
  return button;
}
