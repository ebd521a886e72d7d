// The chat: channels, threads, private replies, forms and home tab of the person one acts as. It talks to a Slack of this machine.

import { Problem } from "../api.js";
import { byId, onDo } from "../dom.js";
import { onChange } from "../session.js";
import { current, go } from "../tabs.js";
import { onPressed, sendForm, simply } from "../chat/acting.js";
import { onSaid } from "../chat/composer.js";
import { draw, drawNone, makeParts } from "../chat/drawing.js";
import { openMenu } from "../chat/menu.js";
import { drawModal, makeModal } from "../chat/modal.js";
import { lookAgain, markRead, readAll } from "../chat/reading.js";
import { appChannel, channelOf, forget, state } from "../chat/state.js";
import { turnArchived, turnHealth } from "../chat/switches.js";

const EVERY = 1000; // milliseconds
const SOON = 150;
const HURRY = 4000;
const MORE = 40;
let timer;
let turn = 0;
let hurryUntil = 0;

export const chat = { id: "chat", title: "Chat", mount, refresh };

function mount(root) {
  makeParts(root);
  makeModal({ send: afterwards(sendForm), close: afterwards((view) => simply("close", { view })) });
  onPressed(root, pressed);
  onSaid(root, afterwards(say));
  for (const [name, does] of Object.entries(DOES)) onDo(root, name, does);
  onChange(startAnew);
}

/** As somebody else: nothing of the one before stays on the screen. */
function startAnew() {
  forget();
  lookAgain();
  drawModal([]);
}

/** The tab's own turn: where one is, from the address. The rest is read by a clock of its own. */
async function refresh(rest) {
  const [place, ts = ""] = rest.split("/");
  if (place !== state.place || ts !== state.thread) move(place, ts);
  await tick();
}

function move(place, ts) {
  if (place !== state.place) Object.assign(state, { shown: null, home: null, limit: MORE });
  Object.assign(state, { place, thread: ts, replies: null, narrow: place ? "place" : "list" });
  lookAgain();
  tellOpened();
  draw();
  if (narrow()) byId("panel-chat").scrollIntoView();
}

/** On a small screen one part is shown at a time. */
const narrow = () => window.matchMedia("(max-width: 48rem)").matches;

/** The app hears when somebody comes to its own places. */
function tellOpened() {
  if (state.place === "home") simply("opened", { tab: "home" }).then(hurry);
  else if (state.place && state.place === appChannel()?.id) simply("opened", { tab: "messages" });
}

/** Look for news now, soon, or in a second; never while nobody sees it. Throws Problem when nothing answers. */
async function tick() {
  clearTimeout(timer);
  const mine = (turn += 1);
  const wanted = () => mine === turn && current().panel === chat;
  try {
    if (wanted() && (await readAll(wanted))) await arrived();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.code === "no_chat_account") drawNone();
    else if (problem.status === 0) throw problem;
  } finally {
    if (wanted()) timer = setTimeout(again, Date.now() < hurryUntil ? SOON : EVERY);
  }
}

/** The next look; that nothing answers is told by the page's own refreshing. */
function again() {
  if (document.hidden) document.addEventListener("visibilitychange", again, { once: true });
  else tick().catch(ignored);
}

function ignored(problem) {
  if (!(problem instanceof Problem)) throw problem;
}

/** After something was done, its effects are looked for at once. */
function hurry() {
  hurryUntil = Date.now() + HURRY;
  tick().catch(ignored);
}

function afterwards(does) {
  return async (...given) => {
    const done = await does(...given);
    hurry();
    return done;
  };
}

function pressed() {
  draw();
  hurry();
}

async function arrived() {
  if (state.place !== "home" && !channelOf(state.place)) await toTheFirst();
  draw();
  await markRead();
}

/** Nowhere yet, or somebody else's channel: to one's own first, or on a small screen to the list of them. */
async function toTheFirst() {
  const first = state.now.channels.find((each) => !each.archived) ?? state.now.channels[0];
  const place = narrow() ? "" : first.id;
  if (place === state.place) return;
  history.replaceState(null, "", place ? `#chat/${place}` : "#chat");
  move(place, "");
  await readAll(() => true);
}

const say = (text, where) => simply("say", { channel: state.place, text, thread: where === "thread" ? state.thread : "" });
const spotOf = (button) => button.closest("[data-ts]").dataset;

const DOES = {
  place: (button) => go("chat", button.dataset.place),
  back: () => go("chat", ""),
  thread: (button) => go("chat", `${state.place}/${spotOf(button).ts}`),
  "close-thread": () => go("chat", state.place),
  earlier: () => {
    state.limit += MORE;
    hurry();
  },
  dismiss: (button) => {
    const { channel, ts } = spotOf(button);
    simply("dismiss", { channel, ts }).then(hurry);
  },
  shortcuts: (button) => {
    const { channel, ts } = spotOf(button);
    const take = (shortcut) => simply("shortcut", { channel, ts, shortcut }).then(hurry);
    openMenu(button, `more ${ts}`, Object.entries(state.now.shortcuts), take);
  },
  health: (button) => turnHealth(button.dataset.health).then(hurry),
  archive: () => turnArchived().then(hurry),
};
