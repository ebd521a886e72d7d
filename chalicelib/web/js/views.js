// One document, one view at a time. No entry is added to the browser's history: after "Exit this page" nothing leads back here.

import { say } from "./words.js";

const sections = new Map([...document.querySelectorAll("[data-view]")].map((each) => [each.dataset.view, each]));
const back = document.getElementById("back");
const errors = document.getElementById("errors");
const person = document.getElementById("person");
const title = document.title;
// Where a visit is no longer to be had, or is just being asked for.
const WITHOUT_VISIT = new Set(["visit", "visited", "ended", "finished"]);

export let current = "landing";

export function show(view, { backTo = "" } = {}) {
  complain();
  current = view;
  for (const [name, section] of sections) section.hidden = name !== view;
  back.hidden = !backTo;
  back.dataset.go = backTo;
  person.hidden = WITHOUT_VISIT.has(view);
  const heading = sections.get(view).querySelector("h1");
  document.title = view === "landing" ? title : `${heading.textContent.trim()} - ${title}`;
  window.scrollTo(0, 0);
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

// Say what is wrong with a field, in the summary and beside it; without words, take back what was said.
export function complain(words = "", field = "", input = "") {
  for (const each of document.querySelectorAll(".govuk-error-message")) each.hidden = true;
  for (const each of document.querySelectorAll(".govuk-form-group--error")) each.classList.remove("govuk-form-group--error");
  errors.hidden = !words;
  if (!words) return;
  const beside = document.getElementById(`${field}-error`);
  beside.textContent = `${say("error.prefix")} ${words}`;
  beside.hidden = false;
  beside.closest(".govuk-form-group").classList.add("govuk-form-group--error");
  const link = errors.querySelector("a");
  link.textContent = words;
  link.href = `#${input}`;
  link.onclick = (event) => {
    event.preventDefault();
    document.getElementById(input).focus();
  };
  errors.focus();
}

// Words that come and go; the same words are not said again to those who listen.
export function setWords(element, words) {
  if (element.textContent !== words) element.textContent = words;
  element.hidden = !words;
}

export function showIf(condition, holds) {
  for (const each of document.querySelectorAll(`[data-if="${condition}"]`)) each.hidden = !holds;
}
