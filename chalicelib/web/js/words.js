// What the page says because of what happens: the document brings the words along, so that no language stands in a script.

const all = new Map(
  [...document.getElementById("words").content.querySelectorAll("[data-word]")].map((each) => [each.dataset.word, each.textContent]),
);

export const say = (name, filled = {}) => (all.get(name) ?? name).replace(/\{(\w+)\}/g, (whole, key) => filled[key] ?? whole);

// Browsers know few languages' dates (Chromium has no Welsh), so their words come from the same file as all others.
const parts = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London",
  ...{ year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
});

function inLondon(moment) {
  const found = Object.fromEntries(parts.formatToParts(new Date(moment)).map((each) => [each.type, each.value]));
  const weekday = new Date(Date.UTC(found.year, found.month - 1, found.day)).getUTCDay();
  const named = { weekday: say("date.weekdays").split(" ")[weekday], month: say("date.months").split(" ")[found.month - 1] };
  return { ...found, ...named, day: Number(found.day) };
}

export const hour = (moment) => Number(inLondon(moment).hour);
export const time = (moment) => say("date.time", inLondon(moment));
export const day = (moment) => say("date.day", inLondon(moment));
export const dayAndTime = (moment) => say("date.day_and_time", inLondon(moment));
