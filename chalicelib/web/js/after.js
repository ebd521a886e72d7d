// After the call: what was promised, and a few questions. The token is forgotten; its hash alone sends the answers, and opens nothing.

import { post } from "./asking.js";
import { session } from "./session.js";
import { show } from "./views.js";
import { day, say } from "./words.js";

const form = document.getElementById("survey");

async function hashed(token) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return Array.from(new Uint8Array(digest), (each) => each.toString(16).padStart(2, "0")).join("");
}

export async function showEnd() {
  if (session.get("token")) {
    const [promised, reference, called] = ["promised", "reference", "called"].map(session.get);
    const hash = crypto.subtle ? await hashed(session.get("token")) : "";
    session.forget();
    session.set({ ended: true, promised, reference, called, hash });
  }
  const promised = session.get("promised");
  const texts = {
    review: promised && say("ended.review", { time: day(promised.review) }),
    told: promised && say("ended.told", { time: day(promised.told) }),
    reference: session.get("reference") && say("ended.reference", { reference: session.get("reference") }),
  };
  for (const [id, words] of Object.entries(texts)) document.getElementById(id).textContent = words ?? "";
  form.hidden = !session.get("hash") || !session.get("called");
  show("ended");
}

const answered = (name) => form.querySelector(`input[name="${name}"]:checked`)?.value;

export async function sendSurvey() {
  const answers = {};
  for (const name of ["satisfied", "easy"]) if (answered(name)) answers[name] = Number(answered(name));
  if (answered("again")) answers.again = answered("again");
  if (Object.keys(answers).length) await post("survey", { link_hash: session.get("hash"), answers });
  thank();
}

export function thank() {
  form.hidden = true;
  session.set({ hash: "" });
  document.getElementById("thanks").textContent = say("survey.thanks");
}
