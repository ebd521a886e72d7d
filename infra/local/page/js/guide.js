// For whoever sees this for the first time: how an incident goes through the service, and where to do each step here.

import { h } from "./dom.js";

const STEPS = [
  ["Report", "The call handler enters the report. If grade and type suit EVR, a prompt appears."],
  ["Offer", "The script is read out; the victim says yes or no thanks and answers seven questions."],
  ["Suitability", "A sergeant decides, in Queue under Suitability, whether it suits a video call."],
  ["Claim", "An officer claims the next job in Queue: the oldest report first."],
  [
    "Link and call",
    "The officer telephones, sends the link, joins, does the checklist, closes the link. Texts sent shows the victim's phone.",
  ],
  ["Review", "The officer submits the record; a sergeant decides within 24 hours."],
  ["Told", "The victim is told, or another team takes over. CAD log shows that command and control heard of every step."],
];

export function guide() {
  return h(
    "details",
    { class: "guide" },
    h("summary", {}, "First time here? How an incident goes through EVR"),
    h(
      "ol",
      {},
      STEPS.map(([title, words]) => h("li", {}, h("strong", {}, title), " ", words)),
    ),
    h(
      "p",
      {},
      "You can be everybody: choose a person at the top. A sample day of invented reports is loaded, so every list has something in it.",
    ),
  );
}
