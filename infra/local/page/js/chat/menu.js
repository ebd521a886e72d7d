// A menu that opens at its button: arrow keys, Home, End, Escape; the focus goes back to where it came from.

import { h } from "../dom.js";

let open = null;

/** Whether the menu of this key is open, for aria-expanded. */
export const isOpen = (key) => open?.key === key;

/** Open at the button; `choices` are [value, words]; `choose` gets the value. Pressing again closes. */
export function openMenu(button, key, choices, choose) {
  const again = isOpen(key);
  close();
  if (again) return;
  const items = choices.map(([value, words]) => {
    const item = h("button", { type: "button", role: "menuitem", tabindex: "-1" }, words);
    item.addEventListener("click", () => {
      close(true);
      choose(value);
    });
    return item;
  });
  const menu = h("div", { class: "chat-menu", role: "menu", "aria-label": button.getAttribute("aria-label") ?? "More" }, items);
  menu.addEventListener("keydown", (event) => onKey(event, items));
  const root = button.closest("dialog") ?? button.closest("[data-chat]");
  root.append(menu);
  place(menu, button, root);
  open = { key, menu, button };
  button.setAttribute("aria-expanded", "true");
  items[0].focus();
}

export function close(focus = false) {
  if (!open) return;
  const { menu, button } = open;
  open = null;
  menu.remove();
  button.setAttribute("aria-expanded", "false");
  if (focus) button.focus();
}

/** Below the button where there is room, else above; never beyond the edge. */
function place(menu, button, root) {
  const at = button.getBoundingClientRect();
  const frame = root.getBoundingClientRect();
  const below = at.bottom + menu.offsetHeight + 4 < window.innerHeight;
  const left = Math.min(at.left - frame.left, frame.width - menu.offsetWidth - 8);
  menu.style.left = `${Math.max(4, left) + root.scrollLeft}px`;
  menu.style.top = `${(below ? at.bottom + 4 : at.top - menu.offsetHeight - 4) - frame.top + root.scrollTop}px`;
}

function onKey(event, items) {
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") {
    if (event.key === "Escape") event.preventDefault();
    event.stopPropagation();
    close(true);
  } else if (to !== undefined) {
    event.preventDefault();
    items[(to + items.length) % items.length].focus();
  }
}

document.addEventListener("pointerdown", (event) => {
  if (open && !open.menu.contains(event.target) && !open.button.contains(event.target)) close();
});
