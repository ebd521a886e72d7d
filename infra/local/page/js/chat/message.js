// One message: who, when, what; its thread; what can be done with it.

import { h } from "../dom.js";
import { clock, dated } from "../times.js";
import { blocks, text } from "./blocks.js";
import { isOpen } from "./menu.js";
import { fileAddress } from "./slack.js";
import { isApp, person, state } from "./state.js";

const iso = (ts) => new Date(Number(ts) * 1000).toISOString();

/** A message in a channel, or (`inThread`) beside it. */
export function message(each, channel, { inThread = false } = {}) {
  const root = `${channel}-${each.ts}`;
  const data = { "data-key": each.ts, "data-spot": root, "data-channel": channel, "data-ts": each.ts };
  const kind = ["message", each.is_ephemeral && "private", each.subtype === "tombstone" && "gone"].filter(Boolean).join(" ");
  return h(
    "article",
    { class: kind, "data-private": each.is_ephemeral ? "true" : null, "aria-label": label(each), ...data },
    avatar(each.user),
    h(
      "div",
      { class: "message-body" },
      head(each),
      each.is_ephemeral && h("p", { class: "only-you" }, "Only visible to you"),
      h("div", { class: "content" }, content(each, root)),
      trouble(root),
      foot(each, inThread),
    ),
  );
}

const label = (each) => `${person(each.user).name}, ${clock(iso(each.ts))}${each.is_ephemeral ? ", only visible to you" : ""}`;

function avatar(user) {
  const { name } = person(user);
  if (isApp(user)) return h("span", { class: "avatar app", "aria-hidden": "true" }, name.slice(0, 3));
  const initials = name.split(" ").map((part) => part[0]);
  const tint = [...user].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;
  return h("span", { class: `avatar tint-${tint}`, "aria-hidden": "true" }, initials.slice(0, 2));
}

function head(each) {
  const who = person(each.user);
  return h(
    "p",
    { class: "message-head" },
    h("strong", {}, who.name),
    who.staff && h("span", { class: "staff" }, who.staff),
    isApp(each.user) && h("span", { class: "app-mark" }, "APP"),
    h("time", { datetime: iso(each.ts), title: dated(iso(each.ts)) }, clock(iso(each.ts))),
  );
}

const content = (each, root) => [
  ...(each.blocks?.length ? blocks(each.blocks, root) : each.text ? [text(each.text)] : []),
  ...(each.files ?? []).map(file),
  ...(each.attachments ?? []).map((unfolded, n) =>
    h("div", { class: "unfolded", "data-key": `unfolded-${n}` }, blocks(unfolded.blocks, `${root}-${n}`)),
  ),
];

function file(about) {
  const picture = about.mimetype.startsWith("image/");
  const address = fileAddress(about.id);
  return h(
    "figure",
    { class: "block-image", "data-key": about.id },
    h("figcaption", {}, about.title),
    picture
      ? h("img", { class: "picture large", src: address, alt: about.alt_txt || about.title })
      : h("a", { href: address }, about.name),
  );
}

const trouble = (root) => state.trouble.has(root) && h("p", { class: "says", role: "alert" }, state.trouble.get(root));

/** Replies, and what is done to the message as a whole. */
function foot(each, inThread) {
  const of = each.ts;
  const count = each.reply_count ?? 0;
  const shortcuts = Object.keys(state.now?.shortcuts ?? {});
  const about = `${person(each.user).name}, ${clock(iso(of))}`;
  const small = (action, words, more = {}) =>
    h(
      "button",
      { type: "button", class: "message-do", "data-do": action, "data-key": action, ...more },
      words,
      h("span", { class: "unseen" }, ` (${about})`),
    );
  if (each.is_ephemeral) return h("div", { class: "message-foot" }, small("dismiss", "Dismiss"));
  return h(
    "div",
    { class: "message-foot" },
    !inThread &&
      small("thread", count ? `${count} ${count === 1 ? "reply" : "replies"}` : "Reply in thread", {
        class: count ? "message-do replies" : "message-do",
      }),
    !inThread && count > 0 && h("span", { class: "muted" }, `last ${clock(iso(each.latest_reply))}`),
    each.subtype !== "tombstone" &&
      shortcuts.length > 0 &&
      small("shortcuts", "More", { "aria-haspopup": "menu", "aria-expanded": String(isOpen(`more ${of}`)) }),
  );
}
