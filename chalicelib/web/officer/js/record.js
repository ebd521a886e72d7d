// After the call: the investigation record for the evidential review, or later from the job's card in chat.

import { dayAndTime, say } from "../../js/words.js";
import { command } from "./calling.js";
import { byId, complaint, goTo, put } from "./showing.js";
import { moveTasks, showTasks } from "./tasks.js";

export function showRecord(job) {
  byId("record-words").textContent = say(job.status === "desk_work" ? "record.desk" : "record.closed");
  moveTasks("record-tasks");
  byId("tasks-panel").open = true;
  showTasks(job);
  byId("later-said").hidden = true;
  goTo("record");
}

export async function submitRecord(reference, due) {
  complaint();
  const summary = byId("summary").value.trim();
  if (!summary) return complaint(say("record.missing"), "summary");
  const lines = byId("enquiry").value.split("\n").map((each) => each.trim()).filter(Boolean);
  const { status, body } = await command(reference, "submit", { summary, lines_of_enquiry: lines });
  if (status !== 200) return complaint(body.detail ?? say("wrong.words"), "summary");
  byId("summary").value = byId("enquiry").value = "";
  const at = await due();
  put("submitted-words", say("record.submitted_words", { time: at ? dayAndTime(at) : "" }));
  goTo("submitted");
}

export const putOff = () => put("later-said", say("record.later_said"));
