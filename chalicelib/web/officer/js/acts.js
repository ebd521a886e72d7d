// The conscious acts of the call, each a command of the service: pause, resume, emergency, close.

import { say, time } from "../../js/words.js";
import { command } from "./calling.js";
import { byId, closeDialogs, complaint, put } from "./showing.js";

const chosen = (name) => document.querySelector(`dialog[open] input[name="${name}"]:checked`)?.value;

export function askForQuestion() {
  byId("question-group").hidden = chosen("reason") !== "sergeant_advice";
}

// Stops picture, sound and recording first; if the service refuses, they go on.
export async function pauseCall(reference, desk) {
  const reason = chosen("reason");
  if (!reason) return complaint(say("paused.missing"), "pause", "reason-evidence_review");
  const question = byId("question").value.trim();
  if (reason === "sergeant_advice" && !question) return complaint(say("paused.question_missing"), "question");
  desk?.pause();
  closeDialogs();
  const asked = reason === "sergeant_advice" ? { reason, question } : { reason };
  const { status, body } = await command(reference, "pause", asked);
  if (status !== 200) {
    desk?.resume();
    return desk?.told(body.detail ?? say("wrong.words"));
  }
  byId("question").value = "";
  return true;
}

export async function resumeCall(reference, desk) {
  const { status, body } = await command(reference, "resume");
  if (status !== 200 && body.code !== "wrong_status") return desk?.told(body.detail ?? say("wrong.words"));
  desk?.resume();
  return true;
}

// An emergency goes to the control room at once; the room stays, and the victim's page shows nothing of it.
export async function tellDanger(reference) {
  const reason = chosen("danger");
  if (!reason) return complaint(say("danger.missing"), "danger", document.querySelector('input[name="danger"]').id);
  const note = byId("danger-note").value.trim();
  const { status, body } = await command(reference, "escalate", note ? { reason, note } : { reason });
  closeDialogs();
  byId("danger-note").value = "";
  put("danger-said", status === 200 ? say("danger.sent", { time: time(Date.now()) }) : (body.detail ?? say("wrong.words")));
  return status === 200;
}

let anyway = false;

// What stands in the way of closing: said in the dialog before the button is pressed.
export function showClosing(desk, statement, typed) {
  anyway = false;
  byId("close-do").textContent = say("closing.do");
  const unsigned = statement && statement.status !== "signed" ? say("closing.open_statement", { number: statement.number }) : "";
  put("close-open", [unsigned, typed ? say("closing.typed") : ""].filter(Boolean).join(" "));
  const { objects } = desk?.unsaved ?? { objects: 0 };
  put("close-unsaved", objects ? say("closing.unsaved", { n: objects }) : "");
}

// For good. First the last parts of the recording; what cannot be saved is named, and given up only when that is said once more.
export async function closeCall(reference, desk) {
  if (desk && !anyway) {
    put("close-unsaved", say("closing.waiting"));
    const { objects } = await desk.flush();
    if (objects) {
      anyway = true;
      put("close-unsaved", say("closing.stale", { n: objects }));
      byId("close-do").textContent = say("closing.anyway");
      return false;
    }
  }
  const { status, body } = await command(reference, "close");
  if (status === 200 || body.code === "wrong_status") {
    desk?.send({ kind: "closed" });
    closeDialogs();
    return true;
  }
  desk?.goOn();
  put("close-unsaved", body.detail ?? say("wrong.words"));
  return false;
}
