// The checklist: each answer is saved when it is given.

import { say } from "../../js/words.js";
import { command } from "./calling.js";
import { byId, made, put } from "./showing.js";

const tasks = [...document.querySelectorAll("[data-task]")];
let touched = 0;

export function showTasks({ checklist = {}, required = [] }) {
  if (Date.now() - touched < 3000) return; // what was just pressed is on its way
  for (const each of tasks) {
    const answer = checklist[each.dataset.task];
    for (const input of each.querySelectorAll("input")) input.checked = input.value === answer;
    markRequired(each, required.includes(each.dataset.task));
  }
  count();
}

function markRequired(task, required) {
  const mark = task.querySelector("em");
  if (required && !mark) task.querySelector("legend").append(made("em", say("tasks.required")));
  if (!required) mark?.remove();
}

function count() {
  const answered = tasks.filter((each) => ["done", "not_needed"].includes(each.querySelector("input:checked")?.value));
  put("tasks-progress", say("tasks.progress", { n: answered.length, of: tasks.length }));
}

export async function tickTask(reference, input) {
  touched = Date.now();
  count();
  const { status, body } = await command(reference, "tick_checklist", { items: { [input.closest("[data-task]").dataset.task]: input.value } });
  put("tasks-said", status === 200 ? say("tasks.saved") : (body.detail ?? say("wrong.words")));
  if (status !== 200) touched = 0;
}

// The same list stands beside the call and, once that is over, above the record.
export const moveTasks = (to) => byId(to).append(byId("tasks-panel"));
