// Asking the API as the person one acts as. Tokens come from the local identity provider and stay in memory.

const tokens = new Map();

/** An answer that is a "no": `message` is the API's sentence, `code` its stable name. */
export class Problem extends Error {
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

async function tokenOf(person) {
  const key = `${person.force}/${person.id}`;
  if (!tokens.has(key)) {
    const body = { sub: person.id, scopes: person.scopes, force: person.force };
    tokens.set(
      key,
      send("POST", "/local/token", body).then((answer) => answer.token),
    );
  }
  try {
    return await tokens.get(key);
  } catch (problem) {
    tokens.delete(key);
    throw problem;
  }
}

/** Ask as a person. `headers` are further ones, such as the reason for seeing personal details. */
export async function ask(person, method, path, body, headers = {}) {
  const authorization = { Authorization: `Bearer ${await tokenOf(person)}` };
  try {
    return await send(method, path, body, { ...authorization, ...headers });
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    tokens.delete(`${person.force}/${person.id}`);
    return send(method, path, body, { Authorization: `Bearer ${await tokenOf(person)}`, ...headers });
  }
}

/** Ask for something that needs no token: the victim's link, and what only this machine has (/local/). */
export async function send(method, path, body, headers = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
    });
  } catch {
    throw new Problem(0, "unreachable", "The system does not answer. Is it still running? Start it again with: make run");
  }
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Problem(answer.status, content.code ?? "unknown", content.detail ?? `The system answered ${answer.status}.`);
  }
  return content;
}

/** A key of its own for each press of a button, so that a repeat by the network does nothing twice. */
export const once = () => ({ "Idempotency-Key": crypto.randomUUID() });

/** The address of an incident; a reference may hold a slash. */
export const incidentPath = (reference, rest = "") => `/v1/incidents/${encodeURIComponent(reference)}${rest}`;
