// Small marks with words: statuses, flags, ages. Never a colour alone.

import { h } from "./dom.js";
import { session } from "./session.js";
import { clock, relative, secondsSince, span } from "./times.js";
import { flagWords, statusFamily, statusWords } from "./words.js";

export const chip = (text, family = "gone") => h("span", { class: `chip ${family}` }, text);

export const statusChip = (status) => chip(statusWords(status), statusFamily(status));

export const flagChips = (flags) => (flags ?? []).map((flag) => chip(flagWords(flag), "flag"));

/** How old a report is against its grade's target: words, and a bar that says the same. */
export function age(entry) {
  const target = session.words.targets[entry.grade];
  const until = entry.arrived_at ? new Date(entry.arrived_at) : new Date();
  const seconds = (until - new Date(entry.reported_at)) / 1000;
  if (!target) return h("span", {}, span(seconds));
  const share = seconds / target;
  const state = share >= 1 ? "over" : share >= 0.75 ? "near" : "fine";
  const words = { over: "over target", near: "target is near", fine: "" }[state];
  return h(
    "span",
    { class: `age ${state}` },
    h("span", { class: "age-words" }, `${span(seconds)} of ${span(target)}`, words && h("strong", {}, `· ${words}`)),
    h("progress", { max: 100, value: Math.min(100, Math.round(share * 100)), "aria-hidden": "true" }),
  );
}

/** A deadline: its time, and how far away it is. */
export function deadline(at) {
  const late = secondsSince(at) > 0;
  return h("span", { class: late ? "due late" : "due" }, `${clock(at)} (${late ? "passed " : ""}${relative(at)})`);
}

/** The officer's page of this job; whoever signs in there and does not hold it is told who does. */
export const officersRoom = (reference) =>
  h(
    "a",
    { href: `/officer?force=${session.person.force}#${encodeURIComponent(reference)}`, target: "_blank", rel: "noopener" },
    "Open the officer's room",
  );

export const incidentLink = (reference) =>
  h("a", { class: "reference", href: `#incident/${encodeURIComponent(reference)}` }, reference);
