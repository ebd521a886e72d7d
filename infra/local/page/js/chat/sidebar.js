// The channels of the person, those with something unread in bold, and the app's own two places.

import { h } from "../dom.js";
import { session } from "../session.js";
import { appChannel, state } from "./state.js";

export function sidebar() {
  const shared = state.now.channels.filter((each) => !each.im);
  return [
    h(
      "p",
      { class: "workspace" },
      h("strong", {}, session.words.name),
      h("span", {}, `${session.person.id} ${session.person.name}`),
    ),
    group("Channels", shared.map(channel)),
    group("App", [place("home", "EVR", "Home tab"), direct(appChannel())]),
  ];
}

const group = (title, items) => [
  h("h3", { class: "side-title", "data-key": title }, title),
  h("ul", { class: "places", "data-key": `${title}-places` }, items),
];

function channel(each) {
  const words = [
    h("span", { class: "hash", "aria-hidden": "true" }, each.archived ? "⊘" : "#"),
    h("span", { class: "name" }, each.name),
  ];
  return item(each.id, [words, marks(each)], each.unread > 0);
}

const direct = (each) =>
  item(
    each.id,
    [
      h("span", { class: "hash", "aria-hidden": "true" }, "✉"),
      h("span", { class: "name" }, "Messages"),
      marks({ ...each, mentioned: each.unread }),
    ],
    each.unread > 0,
  );

const place = (id, mark, words) =>
  item(id, [h("span", { class: "hash", "aria-hidden": "true" }, "⌂"), h("span", { class: "name" }, words)], false);

/** A number where one is meant oneself; the rest is said by the weight of the name, and to screen readers. */
const marks = (each) => [
  each.mentioned > 0 && h("span", { class: "badge", "aria-hidden": "true" }, each.mentioned > 99 ? "99+" : each.mentioned),
  each.unread > 0 && h("span", { class: "unseen" }, `, ${each.unread} new`),
  each.archived && h("span", { class: "unseen" }, ", archived"),
];

const item = (id, words, unread) =>
  h(
    "li",
    { "data-key": id },
    h(
      "button",
      {
        type: "button",
        class: unread ? "place unread" : "place",
        "data-do": "place",
        "data-place": id,
        "aria-current": state.place === id ? "true" : null,
      },
      words,
    ),
  );
