// The parts of the pane as they are on the screen: the channels, the place one is at, the thread beside it.

import { h, show } from "../dom.js";
import { findPerson, session } from "../session.js";
import { actAsButton } from "../who.js";
import { blocks } from "./blocks.js";
import { closed, composer } from "./composer.js";
import { drawModal } from "./modal.js";
import { sidebar } from "./sidebar.js";
import { channelOf, state } from "./state.js";
import { switches } from "./switches.js";
import { thread, timeline } from "./timeline.js";

let parts;

/** Make the regions of the pane below `root`. */
export function makeParts(root) {
  const region = (name, label, tag = "div") => h(tag, { class: name, tabindex: "0", role: "region", "aria-label": label });
  parts = {
    none: h("div", {}),
    side: h("nav", { class: "chat-side", "aria-label": "Channels" }),
    head: h("div", { class: "chat-head" }),
    list: region("chat-list", "Messages"),
    foot: h("div", { class: "chat-foot" }),
    aside: h("section", { class: "chat-aside", "aria-label": "Thread" }),
    switches: h("div", {}),
  };
  const main = h("div", { class: "chat-main" }, parts.head, parts.list, parts.foot);
  parts.box = h("div", { class: "chat-box", "data-chat": "", hidden: true }, parts.side, main, parts.aside);
  const heard = h("p", { id: "chat-heard", class: "unseen", role: "status", "aria-live": "polite" });
  root.append(h("h2", { class: "unseen" }, "Chat"), parts.none, parts.box, parts.switches, heard);
}

export function draw() {
  if (!state.now) return;
  show(parts.none);
  parts.box.hidden = false;
  Object.assign(parts.box.dataset, { narrow: state.narrow, thread: String(Boolean(state.thread)) });
  show(parts.side, sidebar());
  if (state.place === "home") drawHome();
  else drawChannel();
  drawThread();
  show(parts.switches, switches());
  drawModal(state.now.views);
}

/** For somebody without an account: who has one. */
export function drawNone() {
  parts.box.hidden = true;
  drawModal([]);
  show(parts.switches);
  const others = ["officer", "sergeant", "spoc"].map((role) => findPerson((each) => each.roles.includes(role)));
  const offer = (each) => actAsButton(each, `Act as ${each.id} ${each.name}, ${each.does}`);
  show(
    parts.none,
    h("p", { class: "empty" }, `${session.person.name} has no account in the force's chat.`),
    h("div", { class: "buttons" }, others.filter(Boolean).map(offer)),
  );
}

const quiet = (action, words, more = {}) =>
  h("button", { type: "button", class: "button small quiet", "data-do": action, "data-key": action, ...more }, words);
const backButton = () => quiet("back", "‹ Channels", { class: "button small quiet back" });

function drawChannel() {
  const channel = channelOf(state.place);
  const known = channel && state.shown;
  show(parts.head, backButton(), channel ? channelHead(channel) : h("h3", {}, "Choose a channel"));
  const stay = parts.list.dataset.of === state.place && !atEnd();
  show(
    parts.list,
    known && state.shown.more && h("p", { class: "earlier", "data-key": "earlier" }, quiet("earlier", "Show earlier messages")),
    known &&
      (state.shown.messages.length
        ? timeline(state.shown.messages, channel.id)
        : h("p", { class: "muted" }, "Nothing here yet.")),
  );
  show(parts.foot, channel && foot(channel));
  if (known && !stay) scroll();
}

/** To the first new message when the channel is opened, else to the end. */
function scroll() {
  const opened = parts.list.dataset.of !== state.place;
  const mark = opened && parts.list.querySelector(".new-mark");
  parts.list.dataset.of = state.place;
  parts.list.scrollTop = mark ? mark.offsetTop - 40 : parts.list.scrollHeight;
}

const atEnd = () => parts.list.scrollHeight - parts.list.scrollTop - parts.list.clientHeight < 80;

function channelHead(channel) {
  const name = channel.im ? "EVR: messages to you" : `#${channel.name}`;
  const about = channel.im ? "Reminders and allocations come here." : `${channel.purpose} · ${channel.members} people`;
  return [h("h3", {}, name), h("p", { class: "muted" }, channel.archived ? "Archived: nothing can be written here." : about)];
}

function foot(channel) {
  if (channel.archived) return closed("This channel is archived.");
  if (channel.reads_only) return closed(`Only EVR writes here. ${state.now.command} works in any channel.`);
  return composer("channel", `#${channel.name}`);
}

function drawHome() {
  show(parts.head, backButton(), h("h3", {}, "EVR: home tab"), h("p", { class: "muted" }, "Only you see this."));
  parts.list.dataset.of = "home";
  show(parts.list, state.home ? homeTab(state.home) : h("p", { class: "muted" }, "EVR fills this in when it is opened."));
  show(parts.foot);
}

function homeTab(view) {
  const about = { class: "home-tab", "data-spot": view.id, "data-view": view.id, "data-key": view.id };
  const trouble = state.trouble.has(view.id) && h("p", { class: "says", role: "alert" }, state.trouble.get(view.id));
  return h("div", about, trouble, blocks(view.blocks, view.id));
}

function drawThread() {
  parts.aside.hidden = !state.thread;
  const channel = channelOf(state.place);
  if (!state.thread || !channel) {
    show(parts.aside);
    return;
  }
  const closing = { type: "button", class: "close-mark", "data-do": "close-thread", "aria-label": "Close the thread" };
  const list = { class: "chat-list", "data-key": "list", tabindex: "0", role: "region", "aria-label": "Messages of the thread" };
  const gone = h("p", { class: "muted" }, "This thread is no more.");
  show(
    parts.aside,
    h("div", { class: "chat-head", "data-key": "head" }, h("h3", {}, "Thread"), h("button", closing, "×")),
    h("div", list, state.replies ? thread(state.replies.messages, channel.id) : gone),
    h("div", { class: "chat-foot", "data-key": "foot" }, !channel.archived && !channel.reads_only && composer("thread", "")),
  );
}
