// The tabs: by pointer, by arrow keys, and by address (#queue, #incident/DP-...), so that every part can be linked to.

import { byId, h } from "./dom.js";

let panels = [];
let changed = () => {};

/** Make a tab and a panel for each; `onChange` hears which one is open and what follows in the address. */
export function makeTabs(wanted, onChange) {
  panels = wanted;
  changed = onChange;
  byId("tabs").replaceChildren(...wanted.map(tab));
  byId("main").replaceChildren(...wanted.map(section));
  byId("tabs").addEventListener("keydown", onKey);
  window.addEventListener("hashchange", open);
  open();
}

function tab({ id, title }) {
  const button = h("button", { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": `panel-${id}` }, title);
  button.addEventListener("click", () => go(id));
  return button;
}

function section(panel) {
  const made = h("section", { role: "tabpanel", id: `panel-${panel.id}`, "aria-labelledby": `tab-${panel.id}`, class: "panel" });
  panel.mount(made);
  return made;
}

/** Open a panel by its name, with what follows in the address. */
export function go(id, rest = "") {
  const hash = rest ? `#${id}/${encodeURIComponent(rest)}` : `#${id}`;
  if (location.hash === hash) open();
  else location.hash = hash;
}

/** The open panel, and the part of the address after its name. */
export function current() {
  const [id, ...rest] = location.hash.slice(1).split("/");
  const panel = panels.find((each) => each.id === id) ?? panels[0];
  return { panel, rest: panel.id === id ? decoded(rest.join("/")) : "" };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

function open() {
  const { panel, rest } = current();
  for (const each of panels) {
    const here = each === panel;
    const button = byId(`tab-${each.id}`);
    button.setAttribute("aria-selected", String(here));
    button.tabIndex = here ? 0 : -1;
    byId(`panel-${each.id}`).hidden = !here;
    if (here) button.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  document.title = `${panel.title} · EVR on this machine`;
  changed(panel, rest);
}

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

function onKey(event) {
  const at = panels.findIndex((panel) => byId(`tab-${panel.id}`) === document.activeElement);
  const ends = { Home: 0, End: panels.length - 1 };
  const to =
    event.key in ends ? ends[event.key] : event.key in STEPS ? (at + STEPS[event.key] + panels.length) % panels.length : -1;
  if (at < 0 || to < 0) return;
  event.preventDefault();
  byId(`tab-${panels[to].id}`).focus();
  go(panels[to].id);
}
