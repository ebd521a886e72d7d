// For practice: Slack goes down, limits the app, or has a channel archived. The work goes on, and the cards catch up.

import { h } from "../dom.js";
import { announce } from "../told.js";
import { turn } from "./slack.js";
import { channelOf, state } from "./state.js";

const SAID = {
  up: "Slack is up.",
  down: "Slack is down: nothing comes or goes. Work goes on, and the cards catch up once it is up again.",
  limited: "Slack limits the app: cards come late, and catch up once it stops.",
};
const WORDS = { up: "Bring Slack up again", down: "Take Slack down", limited: "Let Slack limit the app" };

export function switches() {
  const { health } = state.now;
  const channel = channelOf(state.place);
  return h(
    "details",
    { class: "switches", "data-key": "switches" },
    h(
      "summary",
      {},
      "Practise trouble",
      health !== "up" && h("span", { class: "chip alarm" }, health === "down" ? "Slack is down" : "Slack limits the app"),
    ),
    h("p", {}, SAID[health]),
    h(
      "div",
      { class: "buttons" },
      Object.keys(WORDS)
        .filter((each) => each !== health)
        .map((each) => button({ "data-do": "health", "data-health": each, "data-key": each }, WORDS[each])),
      channel &&
        !channel.im &&
        button(
          { "data-do": "archive", "data-key": "archive" },
          channel.archived ? `Bring #${channel.name} back` : `Archive #${channel.name}`,
        ),
    ),
  );
}

const button = (attributes, words) => h("button", { type: "button", class: "button small quiet", ...attributes }, words);

export async function turnHealth(health) {
  await turn({ health });
  announce(SAID[health]);
}

export async function turnArchived() {
  const channel = channelOf(state.place);
  await turn({ channel: channel.id, archived: !channel.archived });
  announce(channel.archived ? `#${channel.name} is open again.` : `#${channel.name} is archived now.`);
}
