// What the person does: presses, choices, forms, words. What Slack says of it stands where it was done.

import { Problem } from "../api.js";
import { announce } from "../told.js";
import { confirmed } from "./confirm.js";
import { options, valueOf, valuesIn } from "./inputs.js";
import { openMenu } from "./menu.js";
import { act } from "./slack.js";
import { state } from "./state.js";

/** The element as the app sent it, for its options and its confirmation. */
function asked(spot, block, action) {
  const { view, ts } = spot.dataset;
  const all = [...(state.shown?.messages ?? []), ...(state.replies?.messages ?? [])];
  const from = view ? [...state.now.views, state.home].find((each) => each?.id === view) : all.find((each) => each.ts === ts);
  const found = from?.blocks?.find((each) => each.block_id === block);
  return [...(found?.elements ?? []), found?.accessory, found?.element].find((each) => each?.action_id === action);
}

/** Give one press to Slack; `draw` shows that it is on its way and what came of it. */
async function press(spot, block, action, value, draw) {
  const element = asked(spot, block, action);
  const key = `${spot.dataset.spot} ${block} ${action}`;
  if (state.busy.has(key) || !(await confirmed(element?.confirm))) return;
  state.busy.add(key);
  state.trouble.delete(spot.dataset.spot);
  draw();
  const { view, channel, ts } = spot.dataset;
  const where = view ? { view } : { channel, ts, private: spot.dataset.private === "true" };
  try {
    await act("press", { ...where, block_id: block, action_id: action, value, values: valuesIn(spot) });
  } catch (problem) {
    said(problem, (sentence) => state.trouble.set(spot.dataset.spot, sentence));
  } finally {
    state.busy.delete(key);
    draw();
  }
}

function said(problem, put) {
  if (!(problem instanceof Problem)) throw problem;
  put(problem.message);
}

/** Hear everything that is pressed or chosen below `root`. */
export function onPressed(root, draw) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do=press], [data-do=overflow]");
    const spot = button?.closest("[data-spot]");
    if (!spot || button.ariaDisabled === "true") return;
    const { block, action } = button.dataset;
    if (button.dataset.do === "press") {
      if (button.dataset.url) window.open(button.dataset.url, "_blank", "noopener"); // Slack opens it and tells the app as well
      press(spot, block, action, undefined, draw);
      return;
    }
    const choices = options(asked(spot, block, action)).map(([value, text]) => [value, text]);
    openMenu(button, `${spot.dataset.spot} ${block} ${action}`, choices, (value) => press(spot, block, action, value, draw));
  });
  root.addEventListener("change", (event) => {
    const part = event.target.closest("[data-input]");
    const spot = part?.closest("[data-spot]");
    if (spot && part.closest("[data-dispatches]")) press(spot, part.dataset.block, part.dataset.action, valueOf(part), draw);
  });
}

/** Send the form; `{errors}` by block, `{says}` for what concerns all of it. */
export async function sendForm(view, values) {
  try {
    return await act("submit", { view, values });
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { says: problem.message };
  }
}

/** Do something that has no place of its own for trouble; resolves with whether it was done. */
export async function simply(name, body) {
  try {
    await act(name, body);
    return true;
  } catch (problem) {
    said(problem, announce);
    return false;
  }
}
