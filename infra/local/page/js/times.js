// Times as they are spoken in a control room: local to London, with the date where it is not today.

const ZONE = "Europe/London";
const CLOCK = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
const SECONDS = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, day: "numeric", month: "short" });

const day = (moment) => DAY.format(moment);

/** "14:02", or "21 Nov 14:02" when that was not today. */
export function clock(text, { seconds = false } = {}) {
  if (!text) return "";
  const moment = new Date(text);
  const time = (seconds ? SECONDS : CLOCK).format(moment);
  return day(moment) === day(new Date()) ? time : `${day(moment)} ${time}`;
}

/** "21 Nov 14:02", always with the date. */
export const dated = (text) => (text ? `${day(new Date(text))} ${CLOCK.format(new Date(text))}` : "");

/** "4 h 12 min"; days only from two days on. */
export function span(seconds) {
  const minutes = Math.max(0, Math.floor(seconds / 60));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 72) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} days ${hours % 24} h`;
}

export const secondsSince = (text) => (Date.now() - new Date(text).getTime()) / 1000;

/** "in 3 h", "12 min ago". */
export function relative(text) {
  const seconds = secondsSince(text);
  return seconds < 0 ? `in ${span(-seconds)}` : `${span(seconds)} ago`;
}

/** The value of a datetime-local field for a moment, in the browser's own zone. */
export function forField(moment) {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60000);
  return shifted.toISOString().slice(0, 16);
}

export const isoDay = (moment) => new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(moment);
