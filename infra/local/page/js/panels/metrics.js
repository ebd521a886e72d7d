// The five figures that the College of Policing names, each with what it was made of. No officer is ranked anywhere.

import { Problem, ask } from "../api.js";
import { h, show } from "../dom.js";
import { findPerson, session } from "../session.js";
import { isoDay, span } from "../times.js";
import { outcomeWords, reasonWords } from "../words.js";
import { actAsButton } from "../who.js";

let parts;

export const metrics = { id: "metrics", title: "Metrics", mount, refresh };

function mount(root) {
  const from = h("input", { id: "metrics-from", type: "date", value: isoDay(new Date(Date.now() - 6 * 86400000)) });
  const to = h("input", { id: "metrics-to", type: "date", value: isoDay(new Date()) });
  for (const each of [from, to]) each.addEventListener("change", () => document.dispatchEvent(new Event("evr:changed")));
  parts = { from, to, figures: h("div", {}) };
  root.append(
    h("h2", {}, "Metrics"),
    h("p", { class: "explains" }, "The College's five figures. What began with EVR counts for EVR, whatever happened later."),
    h(
      "div",
      { class: "finder" },
      h("label", { for: "metrics-from" }, "Reported from"),
      from,
      h("label", { for: "metrics-to" }, "to"),
      to,
    ),
    parts.figures,
  );
}

async function refresh(rest, stale) {
  try {
    const found = await ask(session.person, "GET", `/v1/metrics?from=${parts.from.value}&to=${parts.to.value}`);
    if (!stale()) draw(found);
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status === 0) throw problem;
    if (!stale()) refused(problem);
  }
}

function refused(problem) {
  const analyst =
    problem.status === 403 && findPerson((each) => each.roles.includes("analyst") || each.roles.includes("sergeant"));
  show(
    parts.figures,
    h(
      "section",
      { class: "card", "data-key": "refused" },
      h("p", { role: "alert" }, problem.message),
      analyst && actAsButton(analyst),
    ),
  );
}

const percent = ({ rate }) => (rate == null ? "–" : `${(rate * 100).toFixed(rate > 0 && rate < 0.1 ? 1 : 0)}%`);
const minutes = (value) => (value == null ? "–" : span(value * 60));

function draw({
  volume,
  officers,
  response_time: response,
  positive_outcomes: positive,
  victim_withdrawal: withdrawal,
  policy,
  definitions,
}) {
  show(
    parts.figures,
    h(
      "div",
      { class: "figures", "data-key": "figures" },
      figure("1. Passed to EVR", percent(volume.passed_to_evr), of(volume.passed_to_evr), [
        `${volume.reported} reported, ${volume.suitable} of suitable grade and type.`,
        `Offered: ${of(volume.offered)} (${percent(volume.offered)}).`,
        `Nobody recorded an offer: ${volume.never_asked}.`,
        ...Object.entries(volume.not_offered).map(([code, n]) => `Not offered, ${reasonWords(code)}: ${n}.`),
      ]),
      figure("2. Officers working in EVR", String(officers.numerator), of(officers), [`They ${officers.means}.`]),
      figure("3. Response time", minutes(response.median_minutes), `median of ${response.arrived}`, [
        `From the report until the link was sent. Mean ${minutes(response.mean_minutes)}; slowest tenth ${minutes(response.slowest_tenth_minutes)} or more.`,
        `Within the target: ${of(response.within_target)} (${percent(response.within_target)}).`,
      ]),
      figure(
        "4. Positive outcomes",
        percent(positive.of_incidents_that_began_with_evr),
        of(positive.of_incidents_that_began_with_evr),
        codes(positive),
      ),
      figure(
        "5. Victim withdrawal",
        percent(withdrawal.of_incidents_that_began_with_evr),
        of(withdrawal.of_incidents_that_began_with_evr),
        codes(withdrawal),
      ),
    ),
    h("p", { class: "muted", "data-key": "versions" }, `Definitions of ${definitions}; policy ${policy}.`),
  );
}

const of = ({ numerator, denominator }) => `${numerator} of ${denominator}`;

const codes = ({ codes: set, codes_version: version, outcome_known: known }) => [
  `Of those that began with EVR; an outcome is known for ${known}.`,
  `Counted: ${set.map(outcomeWords).join("; ")} (set ${version}).`,
];

function figure(title, value, made, notes) {
  return h(
    "section",
    { class: "card figure", "data-key": title },
    h("h3", {}, title),
    h("p", { class: "value" }, value, h("span", {}, made)),
    h(
      "ul",
      { class: "plain" },
      notes.map((note) => h("li", {}, note)),
    ),
  );
}
