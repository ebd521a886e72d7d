// Slack's markup to elements: bold, italic, struck, code, quotes, links, mentions and dates. Never markup to markup.

import { h } from "../dom.js";
import { withEmoji } from "./emoji.js";
import { channelOf, person, state } from "./state.js";

const PLAIN = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const unescaped = (text) => text.replace(/&(?:lt|gt|amp);/g, (each) => PLAIN[each]);

/** A text object as elements: {type: "plain_text" | "mrkdwn", text}. */
export function words(text) {
  if (!text) return [];
  return text.type === "mrkdwn" ? mrkdwn(text.text) : [text.emoji === false ? text.text : withEmoji(text.text)];
}

export function mrkdwn(text) {
  // A code block is a block: the line breaks beside it are not shown twice.
  return text.split(/\n?```\n?([\s\S]*?)\n?```\n?/).flatMap((part, n) => (n % 2 ? [h("pre", {}, unescaped(part))] : lines(part)));
}

/** Lines that begin with > are quoted together. */
function lines(text) {
  const made = [];
  let quoted = [];
  const end = () => quoted.length && made.push(h("blockquote", {}, broken(quoted)));
  let plain = [];
  for (const line of text.split("\n")) {
    const quote = /^&gt; ?(.*)$/.exec(line);
    if (quote && plain.length) made.push(...broken(plain));
    if (quote) plain = [];
    if (!quote && quoted.length) {
      end();
      quoted = [];
    }
    (quote ? quoted : plain).push(quote ? quote[1] : line);
  }
  end();
  return [...made, ...(plain.length ? broken(plain) : [])];
}

const broken = (texts) => texts.flatMap((text, n) => [...(n ? [h("br")] : []), ...spans(text)]);

/** Code and <...> first: nothing inside them is marked up. */
function spans(text) {
  return text.split(/(`[^`]+`|<[^<>]+>)/).flatMap((part, n) => {
    if (n % 2 === 0) return styled(part);
    return part.startsWith("`") ? [h("code", {}, unescaped(part.slice(1, -1)))] : [special(part.slice(1, -1))];
  });
}

const STYLES = [
  [/(^|[\s(["'.,;:!?–—-])\*(\S|\S.*?\S)\*(?=$|[\s)\]"'.,;:!?–—-])/, "strong"],
  [/(^|[\s(["'.,;:!?–—-])_(\S|\S.*?\S)_(?=$|[\s)\]"'.,;:!?–—-])/, "em"],
  [/(^|[\s(["'.,;:!?–—-])~(\S|\S.*?\S)~(?=$|[\s)\]"'.,;:!?–—-])/, "s"],
];

function styled(text) {
  for (const [pattern, tag] of STYLES) {
    const found = pattern.exec(text);
    if (found) {
      const before = text.slice(0, found.index) + found[1];
      return [...styled(before), h(tag, {}, styled(found[2])), ...styled(text.slice(found.index + found[0].length))];
    }
  }
  return text ? [withEmoji(unescaped(text))] : [];
}

/** What stands between < and >: a mention, a date, a group, or an address. */
function special(inside) {
  const [target, label] = inside.split("|");
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#"))
    return h("span", { class: "mention" }, `#${channelOf(target.slice(1))?.name ?? label ?? "a channel"}`);
  if (target.startsWith("!date^")) return date(target.split("^"), label ?? "");
  if (target.startsWith("!")) return h("span", { class: "mention" }, `@${target.slice(1)}`);
  return link(target, label);
}

function mention(id) {
  const who = person(id);
  return h(
    "span",
    { class: id === state.now?.me ? "mention me" : "mention" },
    `@${[who.staff, who.name].filter(Boolean).join(" ")}`,
  );
}

function link(address, label) {
  const safe = /^(https?:|mailto:|tel:)/.test(address);
  const text = unescaped(label ?? address);
  return safe
    ? h("a", { href: unescaped(address), rel: "noreferrer noopener", target: "_blank" }, text)
    : document.createTextNode(text);
}

const ZONE = { timeZone: "Europe/London" };
const part = (options) => (moment) => new Intl.DateTimeFormat("en-GB", { ...ZONE, ...options }).format(moment);
const TOKENS = {
  date: part({ day: "numeric", month: "long", year: "numeric" }),
  date_num: part({ year: "numeric", month: "2-digit", day: "2-digit" }),
  date_short: part({ day: "numeric", month: "short", year: "numeric" }),
  date_long: part({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  date_pretty: part({ day: "numeric", month: "long", year: "numeric" }),
  date_short_pretty: part({ day: "numeric", month: "short", year: "numeric" }),
  date_long_pretty: part({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  time: part({ hour: "2-digit", minute: "2-digit" }),
  time_secs: part({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
};

function date([, seconds, format], fallback) {
  const moment = new Date(Number(seconds) * 1000);
  if (!format || Number.isNaN(moment.getTime())) return document.createTextNode(unescaped(fallback));
  const text = format.replace(/\{(\w+)\}/g, (token, name) => TOKENS[name]?.(moment) ?? token);
  return h("time", { datetime: moment.toISOString() }, unescaped(text));
}
