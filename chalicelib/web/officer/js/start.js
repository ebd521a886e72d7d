// The officer's page: what each press does, and which of its views stands there. Whatever it shows, the service decides.

import { exchange } from "../../js/room-exchange.js";
import { say, time } from "../../js/words.js";
import { askForQuestion, closeCall, pauseCall, resumeCall, showClosing, tellDanger } from "./acts.js";
import { begunCall } from "./call-desk.js";
import { askAbout, command, jobNow, ownJob, roomAsker } from "./calling.js";
import { checkDevices, devices, lastRefusal, openDevices } from "./device-check.js";
import { hideDetails, showDetails } from "./details.js";
import { hideNeedsText, showLobby, showNeedsText } from "./lobby.js";
import { mountPanels } from "./mounts.js";
import { countUnread, forgetLines, showLine, writeLine } from "./notes.js";
import { callOutside } from "./outside.js";
import { address, known, referenceHere } from "./place.js";
import { putOff, showRecord, submitRecord } from "./record.js";
import { byId, closeDialogs, complaint, goTo, openDialog, part, put, view } from "./showing.js";
import { rememberForReload, signIn, signOut, takeAnswer, token, wasSignedIn } from "./sign-in.js";
import { renewHere, stayIn } from "./staying.js";
import { moveTasks, showTasks, tickTask } from "./tasks.js";
import { forgetUpdates, readUpdate, showUpdates } from "./updates.js";

const LOOK_EVERY = 4000;
const stage = document.querySelector(".stage");
const afterCall = new Set(["call_closed", "desk_work"]);
let reference = "";
let job = null;
let line = null;
let desk = null;
let panels = null;
let looking = 0;
let outside = false;
let kept = null; // a snapshot that is not saved yet
let beginning = null;

// --- which view -----------------------------------------------------------------------------------------------------------------

async function look() {
  clearTimeout(looking);
  const of = reference;
  const { status, body } = await jobNow(of);
  if (of !== reference) return;
  if (status === 200) await standing(body);
  else if (!job) await noJob(status, body);
  clearTimeout(looking);
  if (["room", "access"].includes(view)) looking = setTimeout(look, LOOK_EVERY);
}

async function noJob(status, body) {
  if (status === 404) return chooseJob(say("find.unknown", { reference }));
  if (body.code === "not_on_roster") return showAccess(say("access.roster"), body.detail);
  if (status === 401 || status === 403) return notAccepted(body.detail);
  byId("trouble").textContent = body.detail ?? say("wrong.words");
  goTo("trouble");
}

function notAccepted(detail) {
  leaveRoom();
  put("signin-said", say("signin.refused", { detail: detail ?? "" }));
  goTo("signin");
}

async function standing(found) {
  job = found;
  put("who", say("room.signed_in", { who: job.you }));
  byId("sign-out").hidden = false;
  put("job", say("room.job", { reference: job.reference }));
  if (!job.mine) return notMine();
  if (afterCall.has(job.status)) return leaveRoom(), view === "record" || showRecord(job);
  if (!job.room && !["claimed", "link_sent"].includes(job.status)) return over();
  inRoom();
}

function notMine() {
  leaveRoom();
  const { officer } = job;
  const words = !officer ? "queued" : job.room === undefined && ["claimed", "link_sent", "in_call", "paused", "escalated", "call_closed"].includes(job.status) ? "held" : "over";
  showAccess(officer ? say("access.held", { officer }) : say("access.nobody"), say(`access.what_${words}`, { officer }));
}

function showAccess(who, what) {
  byId("access-who").textContent = who;
  byId("access-what").textContent = what;
  goTo("access");
}

function over() {
  leaveRoom();
  put("over-words", say("record.over_words", { status: say(`states.${job.status}`) }));
  goTo("over");
}

// --- the room -------------------------------------------------------------------------------------------------------------------

function inRoom() {
  if (view === "replaced") return;
  if (view !== "room") {
    moveTasks("side");
    part(stage, "lobby");
    goTo("room");
  }
  if (job.link?.open && !line) openLine();
  showUpdates(reference, job);
  showTasks(job);
  if (!desk && !outside) showLobby(job, line?.news);
  byId("danger").hidden = job.status === "escalated";
  if (job.status === "escalated" && byId("danger-said").hidden) put("danger-said", say("danger.sent", { time: time(job.since) }));
  byId("close").hidden = !job.room;
  if (job.room === "in_call" || job.room === "paused") beginCall();
}

function openLine() {
  line = exchange(roomAsker(reference));
  panels = mountPanels({ reference });
  line
    .on("news", news)
    .on("said", showLine)
    .on("replaced", moved)
    .on("gone", look)
    .on("refused", look);
  line.start();
}

function news(now) {
  panels.update(now);
  if (!desk && !outside) showLobby(job, now);
  const expected = now.status === "waiting" ? "waiting" : job.room;
  if (now.status !== expected) look();
  showPause(now);
  desk?.paint();
}

function showPause(now) {
  const paused = now.status === "paused";
  byId("pause").hidden = paused || now.status !== "in_call";
  byId("resume").hidden = !paused || now.paused_by === "victim";
  const since = time(job.status === "paused" ? job.since : Date.now());
  if (!paused) put("pause-said", "");
  else if (byId("pause-said").hidden || job.status === "paused") put("pause-said", say(`paused.${now.paused_by}`, { time: since }));
}

async function beginCall() {
  if (desk || outside || beginning || !line) return;
  beginning = line;
  try {
    if (line.news === null) await line.look();
    part(stage, "call");
    if (line.news?.provider === "external") outside = await callOutside(line);
    else desk = await begunCall({ line, reference, you: job.you, announce, on: { closed: look, refused: look } });
  } finally {
    beginning = null;
  }
}

const announce = async (body) => {
  const answer = await askAbout(reference, "recording", body, { patient: false, key: "" });
  return answer.status === 401 ? { status: 0, body: {} } : answer;
};

function moved() {
  closeDialogs();
  devices.close();
  hideDetails("details.hidden");
  goTo("replaced");
}

async function useHere() {
  await openDevices();
  goTo("room");
  if (desk) await desk.take();
  else await line?.take();
  look();
}

function leaveRoom() {
  if (!line) return;
  closeDialogs();
  desk?.stop();
  if (!desk) line.leave();
  panels?.stop();
  devices.close();
  hideDetails();
  hideNeedsText();
  forgetUpdates();
  forgetLines();
  part(stage, "lobby");
  [line, desk, panels, outside, kept] = [null, null, null, false, null];
}

// After a command that changes the room: neither this page nor the victim's has to wait for its next turn.
function lookAtOnce() {
  line?.look();
  return look();
}

async function letIn() {
  if (!(await openDevices())) return byId("refusal").focus?.();
  const { status, body } = await command(reference, "officer_join");
  if (status !== 200) return put("wish", body.detail ?? say("wrong.words"));
  return lookAtOnce();
}

// --- snapshots ------------------------------------------------------------------------------------------------------------------

async function takeSnapshot() {
  try {
    kept = await desk.snapshot();
  } catch {
    return desk.told(say("talk.snapshot_none"));
  }
  return saveSnapshot();
}

async function saveSnapshot() {
  const { picture, at, said } = kept;
  desk.told(say("talk.snapshot_taking"));
  const stored = await panels.keep(picture, `snapshot-${at.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z.png`);
  byId("snapshot-again").hidden = stored;
  desk.told(say(stored ? "talk.snapshot_saved" : "talk.snapshot_kept", { time: said }));
  if (stored) kept = null;
}

// --- coming and going -----------------------------------------------------------------------------------------------------------

async function openJob(wanted) {
  if (wanted !== reference) leaveRoom();
  [reference, job] = [wanted, null];
  if (!reference) return chooseJob();
  history.replaceState(null, "", address(reference));
  goTo("working");
  return look();
}

async function chooseJob(said = "") {
  leaveRoom();
  put("find-said", said);
  const { status, body } = await ownJob();
  if (status === 401 || body.code === "missing_scope") return notAccepted(body.detail);
  if (body.code === "not_on_roster") return showAccess(say("access.roster"), body.detail ?? "");
  const mine = status === 200 && body.reference;
  if (status === 200) put("who", say("room.signed_in", { who: body.you }));
  byId("sign-out").hidden = false;
  byId("find-words").hidden = Boolean(mine);
  byId("find-mine").hidden = !mine;
  if (mine) {
    const link = byId("find-mine").querySelector("a");
    link.textContent = say("find.mine", { reference: mine });
    link.href = address(mine);
  }
  goTo("find");
}

async function goSignIn() {
  goTo("working");
  try {
    await signIn(referenceHere());
  } catch (error) {
    notSignedIn(error);
  }
}

function notSignedIn(error) {
  // For whoever sets the provider up: which check it was, never what was in the answer.
  console.info("sign-in", error.why ?? "wrong", error.cause?.code ?? "", error.cause?.message ?? error.message);
  put("signin-said", say(`signin.${error.why ?? "wrong"}`, { detail: "" }));
  goTo("signin");
}

async function goOut() {
  leaveRoom();
  await signOut();
  for (const id of ["who", "job"]) put(id, "");
  byId("sign-out").hidden = true;
  put("signin-said", say("signin.out"));
  goTo("signin");
}

const DOES = {
  sign_in: goSignIn,
  sign_out: goOut,
  renew: () => renewHere(job?.you ?? ""),
  find() {
    const typed = byId("reference").value.trim();
    return typed ? openJob(typed) : complaint(say("find.shape"), "reference");
  },
  look_again: () => openJob(reference),
  check: checkDevices,
  let_in: letIn,
  needs_words: () => showNeedsText(reference, "needs_note"),
  companion_words: () => showNeedsText(reference, "needs_companion"),
  hide_needs: hideNeedsText,
  show_details: () => showDetails(reference),
  hide_details: () => hideDetails(),
  read: (button) => readUpdate(reference, Number(button.dataset.number)).then(look),
  say: () => writeLine(line),
  phrase: (button) => writeLine(line, button.textContent),
  mute: () => desk.mute(),
  camera: () => desk.camera(),
  rear: () => desk.rear(),
  share: () => desk.share(),
  snapshot: takeSnapshot,
  snapshot_again: saveSnapshot,
  autoplay: () => desk.play(),
  ask_pause: () => (openDialog("pause-dialog"), askForQuestion()),
  pause: async () => (await pauseCall(reference, desk)) && lookAtOnce(),
  resume: async () => (await resumeCall(reference, desk)) && lookAtOnce(),
  ask_danger: () => openDialog("danger-dialog"),
  danger: async () => (await tellDanger(reference)) && look(),
  ask_close: () => (showClosing(desk, line?.news?.statement, panels?.unsaved()), openDialog("close-dialog")),
  close: async () => (await closeCall(reference, desk)) && look(),
  dismiss() {
    closeDialogs();
    desk?.goOn();
  },
  use_here: useHere,
  submit: () => submitRecord(reference, async () => (await jobNow(reference, true)).body.review_due),
  later: putOff,
};

async function oneAtATime(element, work) {
  if (element.dataset.busy) return;
  element.dataset.busy = "yes";
  try {
    await work(element);
  } finally {
    delete element.dataset.busy;
  }
}

document.addEventListener("click", (event) => {
  const element = event.target.closest("[data-do]");
  if (!element) return;
  event.preventDefault();
  oneAtATime(element, DOES[element.dataset.do]);
});
document.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("change", (event) => {
  if (event.target.name === "reason") askForQuestion();
  if (event.target.closest("[data-task]")) tickTask(reference, event.target);
});
byId("notes-panel").addEventListener("toggle", countUnread);
byId("close-dialog").addEventListener("cancel", () => desk?.goOn());
addEventListener("hashchange", () => token() && openJob(referenceHere()));
// What would be lost is said by the browser before the page goes: a statement that is not saved, or parts of the recording.
addEventListener("beforeunload", (event) => (panels?.unsaved() || desk?.unsaved.objects > 2) && event.preventDefault());
addEventListener("pagehide", () => {
  rememberForReload();
  line?.leave();
});

async function start() {
  document.documentElement.classList.add("alive");
  document.body.classList.add("govuk-frontend-supported");
  byId("sign-in").hidden = !known.client;
  if (!known.client) return;
  const again = wasSignedIn();
  goTo("working");
  try {
    const came = await takeAnswer();
    if (came === "small") return smallWindow();
    if (!came) return again ? goSignIn() : goTo("signin");
  } catch (error) {
    return notSignedIn(error);
  }
  stayIn();
  return openJob(referenceHere());
}

function smallWindow() {
  put("signin-words", say("signin.close_window"));
  byId("sign-in").hidden = true;
  goTo("signin");
  window.close();
}

start();
