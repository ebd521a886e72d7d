// The page: what each tap does. Opening it does nothing but take the token out of the address.

import { ExitThisPage } from "./exit-this-page.mjs";
import { ask, post } from "./asking.js";
import { askAgain, checkDevice, letGo } from "./device.js";
import { sendSurvey, showEnd, thank } from "./after.js";
import { IN_CALL } from "./room.js";
import { session, takeToken } from "./session.js";
import { chosenTime, offerTimes } from "./times.js";
import { complain, current, show, showIf } from "./views.js";
import { stamp, stopWaiting, takeBack, wait } from "./waiting.js";
import { say } from "./words.js";

// Nothing of the appointment stays in this tab: not in its storage, and not one step back.
class Exit extends ExitThisPage {
  exitPage() {
    stopWaiting();
    letGo();
    session.forget();
    document.title = "";
    document.body.classList.add("govuk-exit-this-page-hide-content");
    location.replace(this.$button.href);
  }
}

let again = () => show("landing");

function trouble(status, retry) {
  again = retry;
  const words = { 429: "trouble.often", 409: "trouble.not_now" }[status] ?? "trouble.words";
  document.getElementById("trouble").textContent = say(words);
  show("trouble");
}

// Go on when it was done; else say what stands in the way. `here`: what the form itself says about a status.
async function tell(path, body, done, { here = {}, retry } = {}) {
  const answer = await ask(path, body);
  if (answer.status === 200) return done(answer.body);
  if (here[answer.status]) return here[answer.status]();
  if (answer.status === 404 || answer.status === 410) return linkIsOver();
  return trouble(answer.status, retry ?? (() => tell(path, body, done, { here })));
}

// Whoever was in the room has had an appointment that is over; for anybody else the link just does not work.
function linkIsOver() {
  stopWaiting();
  letGo();
  if (session.get("joined")) return showEnd();
  session.forget();
  knowsToken();
  show("gone");
}

function knowsToken() {
  const known = Boolean(session.get("token"));
  showIf("token", known);
  showIf("no-token", !known);
}

// At an address that is no force's own, the link says whose it is; the page is then that force's.
function rightForce(state) {
  const { force, lang } = document.body.dataset;
  if (force || !state.force) return true;
  session.set({ go_on: true });
  location.replace(`?force=${encodeURIComponent(state.force)}&lang=${lang}`);
  return false;
}

const begin = () =>
  tell("state", {}, (state) => {
    if (!rightForce(state)) return;
    const together = state.joined && state.status !== "waiting";
    session.set({ promised: state.promised, reference: state.reference, joined: state.joined, together });
    document.querySelector("#needs-other").closest("form").reset();
    show("safe", { backTo: "landing" });
  });

const goWaiting = () => {
  letGo();
  return wait(linkIsOver);
};

// Whoever comes back into a call that goes on has checked everything before.
function backToCall() {
  session.set({ waits: true });
  return goWaiting();
}

const field = (name) => document.querySelector(`section:not([hidden]) [name="${name}"]`)?.value.trim() || undefined;
const chosen = (name) => document.querySelector(`section:not([hidden]) [name="${name}"]:checked`)?.value;

const DOES = {
  begin,
  again: () => again(),
  async type_code() {
    const code = (field("code") ?? "").replace(/\s/g, "");
    if (!/^[0-9]{6}$/.test(code)) return complain(say("code.shape"), "code", "code");
    const force = document.body.dataset.force || undefined;
    const answer = await post("code", { code, ...(force ? { force } : {}) }, { key: "" });
    if (answer.status === 404) return complain(say("code.wrong"), "code", "code");
    if (answer.status !== 200) return trouble(answer.status, () => show("code", { backTo: "landing" }));
    session.forget();
    session.set({ token: answer.body.token });
    knowsToken();
    return begin();
  },
  answer_safe() {
    switch (chosen("safe")) {
      case "yes":
        session.set({ safe: true });
        if (session.get("together")) return backToCall();
        return session.get("joined") ? show("device", { backTo: "safe" }) : show("privacy", { backTo: "safe" });
      case "later":
        return GOES.time();
      case "no":
        return notSafeBefore();
      default:
        return complain(say("safe.missing"), "safe", "safe-yes");
    }
  },
  tell_needs() {
    const needs = [...document.querySelectorAll('[data-view="needs"] [name="needs"]:checked')].map((each) => each.value);
    const accompanied = chosen("company") === "accompanied";
    const told = { needs, accompanied, companion: accompanied ? field("companion") : undefined, note: needs.length ? field("note") : undefined };
    const next = () => (session.get("waits") ? goWaiting() : show("device", { backTo: "needs" }));
    const nothing = !needs.length && !accompanied && !session.get("told");
    if (nothing) return next();
    return tell("needs", told, () => {
      session.set({ told: true });
      return next();
    });
  },
  check_device: checkDevice,
  join: () =>
    tell("join", { safe: session.get("safe") === true }, () => {
      session.set({ waits: true, joined: true });
      return goWaiting();
    }),
  wait: () => (session.get("waits") ? goWaiting() : show("landing")),
  // In the room nothing on the screen changes but one word of the line that says when it was updated.
  async not_safe() {
    const answer = await ask("escalate");
    if (answer.status === 200) stamp("waiting.received");
    else stamp("waiting.offline");
  },
  async ask_time() {
    const at = chosenTime();
    if (!at) return complain(say("time.missing"), "time", document.querySelector("#times input").id);
    const body = { what: "another_time", at: at === "other" ? undefined : at, note: field("note") };
    const refused = async () => {
      await offerTimes();
      complain(say("time.refused"), "time", document.querySelector("#times input").id);
    };
    return tell("ask", body, () => show("asked"), { here: { 422: refused } });
  },
  ask_stop: () => tell("ask", { what: "stop", note: field("note") }, () => show("asked")),
  ask_visit: () =>
    tell("change_mind", { note: field("note") }, () => {
      stopWaiting();
      letGo();
      session.forget();
      knowsToken();
      show("visited");
    }),
  take_back: takeBack,
  ...IN_CALL,
  send_survey: sendSurvey,
  skip_survey: thank,
};

// The answer is told at once and sent again until it arrives; the screen says the same whatever comes of it.
function notSafeBefore() {
  const sent = ask("escalate");
  show("finished");
  return sent.then(arrived);
}

// No connection, a busy service, or too many requests, which the gateway says by itself: none of them has told anybody.
async function arrived({ status }) {
  if (status && status < 500 && status !== 429) return session.forget();
  await new Promise((later) => setTimeout(later, 3000));
  return arrived(await ask("escalate"));
}

const backFrom = () => (session.get("waits") ? "waiting" : current);

const GOES = {
  landing: () => show("landing"),
  code: () => show("code", { backTo: "landing" }),
  safe: () => show("safe", { backTo: "landing" }),
  privacy: () => show("privacy", { backTo: "safe" }),
  needs: () => show("needs", { backTo: session.get("waits") ? "waiting" : "privacy" }),
  waiting: goWaiting,
  async time() {
    const backTo = backFrom();
    await offerTimes();
    show("time", { backTo });
  },
  stop: () => show("stop", { backTo: backFrom() }),
  visit: () => show("visit", { backTo: backFrom() }),
  device() {
    askAgain();
    show("device", { backTo: "needs" });
  },
  call: goWaiting,
};

async function oneAtATime(element, action) {
  if (element.dataset.busy) return;
  element.dataset.busy = "yes";
  try {
    await action();
  } finally {
    delete element.dataset.busy;
  }
}

document.addEventListener("click", (event) => {
  const element = event.target.closest("[data-do], [data-go]");
  if (!element) return;
  event.preventDefault();
  if (current === "device" && element.dataset.go) askAgain();
  oneAtATime(element, DOES[element.dataset.do] ?? GOES[element.dataset.go] ?? GOES.landing);
});

// Enter in a form is its button.
document.addEventListener("submit", (event) => event.preventDefault());

document.addEventListener("change", (event) => {
  const form = event.target.closest('[data-view="needs"] form');
  if (!form) return;
  const whole = new FormData(form);
  form.querySelector('[data-when="needs"]').hidden = !whole.has("needs");
  form.querySelector('[data-when="accompanied"]').hidden = whole.get("company") !== "accompanied";
});

for (const link of document.querySelectorAll("[data-lang-link]")) {
  const { force } = document.body.dataset;
  if (force && new URLSearchParams(location.search).has("force")) link.search = `?force=${force}&lang=${link.lang}`;
}

function start() {
  document.documentElement.classList.add("alive");
  document.body.classList.add("govuk-frontend-supported");
  takeToken();
  knowsToken();
  if (session.get("ended")) return showEnd();
  if (session.get("waits")) return goWaiting();
  if (session.get("go_on")) {
    session.set({ go_on: false });
    return show("safe", { backTo: "landing" });
  }
}

addEventListener("hashchange", () => {
  if (!takeToken()) return;
  stopWaiting();
  letGo();
  knowsToken();
  show("landing");
});

// Leaving the page lets go of everything, also where the browser would keep it for "back".
addEventListener("pagehide", stopWaiting);
addEventListener("pageshow", (event) => event.persisted && location.reload());

start();
new Exit(document.querySelector('[data-module="govuk-exit-this-page"]'));
