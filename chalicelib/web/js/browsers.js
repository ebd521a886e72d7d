// Which help fits the browser in use, when it refuses the camera. Only words depend on it.

export function browser(agent = navigator.userAgent, touch = navigator.maxTouchPoints) {
  const apple = /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touch > 1);
  if (/SamsungBrowser/.test(agent)) return "samsung";
  if (/Firefox|FxiOS/.test(agent)) return "firefox";
  if (apple) return "safari_ios";
  if (/Chrome|CriOS|Edg/.test(agent)) return /Android/.test(agent) ? "chrome_android" : "chrome_desktop";
  return /Safari/.test(agent) ? "safari_mac" : "other_browser";
}

const REFUSALS = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  DevicesNotFoundError: "missing",
  NotReadableError: "busy",
  TrackStartError: "busy",
  AbortError: "busy",
};

// The words for a refusal, and whether the browser's settings are the remedy.
export const refusal = (name) => REFUSALS[name] ?? "other";
