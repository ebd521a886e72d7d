// Who one acts as, and what the force of that person calls things. One object, and a list of those who want to know of changes.

import { ask, send } from "./api.js";

const KEPT = "evr-acting-as";
const listeners = [];

export const session = { people: [], forces: [], person: null, words: null, openapi: null, officers: new Map() };

export const onChange = (listener) => listeners.push(listener);

/** Load the people and begin as the one of the last visit, or as the first call handler. */
export async function begin() {
  const [{ people, forces }, openapi] = await Promise.all([send("GET", "/local/people"), send("GET", "/openapi.json")]);
  Object.assign(session, { people, forces, openapi });
  const kept = sessionStorage.getItem(KEPT);
  const person = people.find((each) => `${each.force}/${each.id}` === kept) ?? people[0];
  await actAs(person);
}

export async function actAs(person) {
  const words = session.words?.force === person.force ? session.words : await send("GET", `/local/words/${person.force}`);
  if (session.words !== words) session.officers = new Map();
  Object.assign(session, { person, words });
  sessionStorage.setItem(KEPT, `${person.force}/${person.id}`);
  await readRoster();
  for (const listener of listeners) listener();
}

/** Read who is on shift and with which job; what is shown of officers elsewhere is taken from here. */
export async function readRoster() {
  const { items } = await ask(session.person, "GET", "/v1/officers");
  session.officers = new Map(items.map((officer) => [officer.id, officer]));
}

export const me = () => session.officers.get(session.person.id);

export const hasRole = (role) => session.person.roles.includes(role);

export const hasScope = (scope) => session.person.scopes.includes(scope);

export const findPerson = (wanted) => session.people.find((each) => each.force === session.person.force && wanted(each));

/** "PC2214 Briony Testerton"; the victim and the system have no name here. */
export function nameOf(id) {
  if (id === "victim") return "the victim";
  if (id === "system") return "the system";
  const person = session.people.find((each) => each.force === session.person.force && each.id === id);
  const name = person?.name ?? session.officers.get(id)?.record.name;
  return name ? (person && !person.roles.length ? name : `${id} ${name}`) : id;
}
