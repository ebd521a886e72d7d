// The texts and emails that were sent, as a phone shows them; and what the victim may do with the link in them.

import { Problem, ask, once, send } from "../api.js";
import { incidentLink, officersRoom, statusChip } from "../chips.js";
import { h, onDo, show } from "../dom.js";
import { session } from "../session.js";
import { clock } from "../times.js";

const TOKEN = /#([1-9A-HJ-NP-Za-km-z]{22})/;
const REFERENCE = /(?:reference|appointment|wizyta|cyfeirnod) ([A-Za-z0-9][A-Za-z0-9_.:/-]*[A-Za-z0-9])/g;
const WORDS = {
  join: "Join",
  pause: "Take a break",
  resume: "Come back",
  change_mind: "I would rather see somebody in person",
  escalate: "Not safe (silent)",
};
/** What a victim would tap, by where the incident stands. Anything else can be tried by the same address. */
const OFFERED = {
  link_sent: ["join", "change_mind", "escalate"],
  in_call: ["pause", "change_mind", "escalate"],
  paused: ["resume", "change_mind", "escalate"],
};
const WHERE = {
  waiting: "You are in the waiting room. The officer will join you.",
  in_call: "You are in the call with the officer.",
  paused: "The call is paused. You can come back on the same link.",
  ended: "Thank you. This appointment has ended.",
};
const SHOWN = 12;
const said = new Map();
let parts;
let wanted = "";

export const texts = { id: "texts", title: "Texts sent", mount, refresh };

function mount(root) {
  const filter = h("input", { id: "texts-filter", type: "search", autocomplete: "off" });
  filter.addEventListener("input", () => {
    wanted = filter.value.trim().toLowerCase();
    document.dispatchEvent(new Event("evr:changed"));
  });
  parts = { filter, list: h("div", {}) };
  root.append(
    h("h2", {}, "Texts sent"),
    h(
      "p",
      { class: "explains" },
      "What arrived on the victims' phones and in their mail. Open both pages of a call, each in a window of its own, or act as the victim here.",
    ),
    h("div", { class: "finder" }, h("label", { for: "texts-filter" }, "Only with this reference or number"), filter),
    parts.list,
  );
  onDo(root, "victim", (button) => act(button.dataset.token, button.dataset.action));
}

async function refresh(rest, stale) {
  if (rest && parts.filter.dataset.from !== rest) {
    parts.filter.value = rest;
    parts.filter.dataset.from = rest;
    wanted = rest.toLowerCase();
  }
  const [sent, held] = await Promise.all([send("GET", "/local/texts"), ask(session.person, "GET", "/v1/lists/held?limit=100")]);
  if (stale()) return;
  const status = new Map(held.items.map((entry) => [entry.reference, entry.status]));
  const found = sent.texts.filter((text) => `${text.to} ${text.body}`.toLowerCase().includes(wanted)).map(read);
  const open = newestOfEach(found).filter((text) => OFFERED[status.get(text.reference)]);
  const rest_ = found.filter((text) => !open.includes(text));
  show(
    parts.list,
    h("h3", { "data-key": "open-title" }, `Links that are open (${open.length})`),
    open.length
      ? phones("open", open, status)
      : h("p", { class: "empty", "data-key": "none" }, "None at the moment. An officer sends one from an incident."),
    rest_.length > 0 && h("h3", { "data-key": "closed-title" }, `Sent before (${rest_.length})`),
    phones("closed", rest_.slice(0, SHOWN), status),
    rest_.length > SHOWN &&
      h(
        "p",
        { class: "muted", "data-key": "more" },
        `The newest ${SHOWN} are shown. Enter a reference or a number above to find others.`,
      ),
  );
}

function read(text) {
  const references = [...`${text.subject ?? ""} ${text.body}`.matchAll(REFERENCE)].map((match) => match[1]);
  return { ...text, token: TOKEN.exec(text.body)?.[1], reference: references.find((each) => /\d/.test(each)) };
}

/** Only the newest link of an incident works. */
function newestOfEach(found) {
  const seen = new Set();
  return found.filter((text) => !seen.has(text.reference) && seen.add(text.reference));
}

const phones = (key, shown, status) =>
  h(
    "ul",
    { class: "phones", "data-key": key },
    shown.map((text) => phone(text, status.get(text.reference), key === "open")),
  );

function phone(text, status, open) {
  return h(
    "li",
    { class: "phone", "data-key": text.id },
    h(
      "p",
      { class: "phone-head" },
      h("time", { datetime: text.at }, clock(text.at)),
      h("strong", {}, text.by === "sms" ? "Text" : "Email"),
      ` to ${text.to}`,
    ),
    h(
      "div",
      { class: text.by === "sms" ? "bubble" : "letter" },
      text.subject && h("p", {}, h("strong", {}, text.subject)),
      h("p", { class: "body" }, text.body),
    ),
    text.reference && h("p", {}, incidentLink(text.reference), " ", open && statusChip(status)),
    text.token && open && ways(text),
    text.token && victim(text, open ? OFFERED[status] : ["join"], open),
  );
}

/** The two pages of a call, each in a window of its own: what the victim taps, and where their officer sits. */
const ways = ({ token, reference }) =>
  h(
    "p",
    { class: "ways" },
    h("a", { href: `/v?force=${session.person.force}#${token}`, target: "_blank", rel: "noopener" }, "Open the victim's page"),
    " ",
    reference && officersRoom(reference),
  );

function victim({ token, reference }, actions, open) {
  return h(
    "div",
    { class: "victim", role: "group", "aria-label": `Act as the victim of ${reference ?? "this link"}` },
    open && h("p", { class: "label" }, "Act as the victim"),
    h(
      "div",
      { class: "buttons" },
      actions.map((action) =>
        h(
          "button",
          {
            type: "button",
            class: "button quiet small",
            "data-do": "victim",
            "data-action": action,
            "data-token": token,
            "data-key": action,
          },
          open ? WORDS[action] : "Try this link",
        ),
      ),
    ),
    h("p", { class: "says-calm", role: "status" }, said.get(token) ?? ""),
  );
}

async function act(token, action) {
  try {
    const { status } = await send("POST", `/v1/links/${action}`, { token }, once());
    said.set(token, WHERE[status] ?? status);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    said.set(token, problem.message);
  }
  document.dispatchEvent(new Event("evr:changed"));
}
