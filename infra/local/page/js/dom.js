// Making and refreshing elements. Everything that is shown goes through here as text, never as markup.

/** h("p", { class: "note" }, "text", child): attributes that are false or null are left out, true is an empty one. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value == null) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...flat(children));
  return element;
}

export const byId = (id) => document.getElementById(id);

function flat(children) {
  return children
    .flat(Infinity)
    .filter((child) => child != null && child !== false && child !== "")
    .map((child) => (child instanceof Node ? child : document.createTextNode(String(child))));
}

/**
 * Show these children in a region, changing only what differs: what has the focus keeps it, what was typed stays, and what
 * was opened stays open. Elements with data-key are found again when their place changes.
 */
export function show(region, ...children) {
  reconcile(region, flat(children));
}

const OWNED_BY_THE_PERSON = new Set(["open", "value", "checked", "data-touched"]);

function reconcile(parent, wanted) {
  const keys = new Set(wanted.map(keyOf).filter(Boolean));
  for (const child of [...parent.childNodes]) {
    if (keyOf(child) && !keys.has(keyOf(child))) child.remove();
  }
  const byKey = new Map([...parent.childNodes].filter(keyOf).map((child) => [keyOf(child), child]));
  let at = parent.firstChild;
  for (const next of wanted) {
    const found = keyOf(next) ? byKey.get(keyOf(next)) : at && !keyOf(at) && alike(at, next) ? at : null;
    if (found && alike(found, next)) {
      if (found === at) at = at.nextSibling;
      else parent.insertBefore(found, at);
      patch(found, next);
    } else {
      parent.insertBefore(next, at);
    }
  }
  while (at) {
    const following = at.nextSibling;
    at.remove();
    at = following;
  }
}

const keyOf = (node) => (node.dataset ? node.dataset.key : undefined);

const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id ?? "") === (b.id ?? "");

function patch(old, next) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== next.data) old.data = next.data;
    return;
  }
  // A part that somebody fills in is left alone until what it is about changes; then it is a new one.
  if (old.dataset.keep || next.dataset.keep) {
    if (old.dataset.keep !== next.dataset.keep) {
      old.dataset.keep = next.dataset.keep;
      old.replaceChildren(...next.childNodes);
    }
    return;
  }
  const owned = (name) => OWNED_BY_THE_PERSON.has(name) && old.tagName !== "PROGRESS" && old.tagName !== "OPTION";
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name) && !owned(name)) old.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (!owned(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  reconcile(old, [...next.childNodes]);
}

/** Call `act(button, event)` for clicks on anything inside `root` that carries data-do="name". */
export function onDo(root, name, act) {
  root.addEventListener("click", (event) => {
    const target = event.target.closest("[data-do]");
    if (target && root.contains(target) && target.dataset.do === name) act(target, event);
  });
}
