// What the page says because of what happens: the document brings the words along, so that no language stands in a script.

const all = new Map(
  [...document.getElementById("words").content.querySelectorAll("[data-word]")].map((each) => [each.dataset.word, each.textContent]),
);

export const say = (name, filled = {}) => (all.get(name) ?? name).replace(/\{(\w+)\}/g, (whole, key) => filled[key] ?? whole);

const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const zone = { timeZone: "Europe/London" };
const shown = (options) => {
  const format = new Intl.DateTimeFormat(language, { ...zone, ...options });
  return (moment) => format.format(new Date(moment));
};

export const time = shown({ hour: "2-digit", minute: "2-digit" });
export const day = shown({ weekday: "long", day: "numeric", month: "long" });
export const dayAndTime = shown({ weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
export const hour = (moment) => Number(new Intl.DateTimeFormat("en-GB", { ...zone, hour: "numeric" }).format(new Date(moment)));
