// Block Kit to elements: what stands in messages, forms and home tabs.

import { h } from "../dom.js";
import { GROUPS, STATEFUL, control, idOf } from "./inputs.js";
import { isOpen } from "./menu.js";
import { mrkdwn, words } from "./mrkdwn.js";
import { fileAddress } from "./slack.js";
import { state } from "./state.js";

/** `root` names the message or the view; `errors` are sentences by block. */
export const blocks = (shown, root, errors = {}) =>
  shown.map((block) => {
    const made = (BLOCKS[block.type] ?? unknown)(block, root, errors[block.block_id]);
    made.dataset.key = block.block_id;
    return made;
  });

const unknown = (block) => h("p", { class: "muted" }, `(${block.type})`);

const BLOCKS = {
  header: (block) => h("h4", { class: "block-header" }, words(block.text)),
  divider: () => h("hr"),
  section: (block, root) =>
    h(
      "div",
      { class: block.accessory ? "block-section with-accessory" : "block-section" },
      h(
        "div",
        { class: "section-words" },
        block.text && h("div", { class: "said" }, words(block.text)),
        block.fields &&
          h(
            "div",
            { class: "block-fields" },
            block.fields.map((field) => h("div", { class: "said" }, words(field))),
          ),
      ),
      block.accessory && element(block.accessory, block.block_id, root),
    ),
  context: (block) =>
    h(
      "div",
      { class: "block-context" },
      block.elements.map((each) => (each.type === "image" ? picture(each, "small") : h("span", { class: "said" }, words(each)))),
    ),
  actions: (block, root) =>
    h(
      "div",
      { class: "block-actions" },
      block.elements.map((each) => element(each, block.block_id, root)),
    ),
  image: (block) =>
    h("figure", { class: "block-image" }, block.title && h("figcaption", {}, words(block.title)), picture(block, "large")),
  input,
};

const picture = (image, size) =>
  h("img", {
    class: `picture ${size}`,
    src: image.slack_file ? fileAddress(image.slack_file.id) : image.image_url,
    alt: image.alt_text,
  });

/** A label, a control, a hint, and what is wrong with it. */
function input(block, root, error) {
  const { element: asked, block_id: name } = block;
  const id = idOf(root, name, asked);
  const hintId = block.hint && `${id}-hint`;
  const errorId = error && `${id}-error`;
  const about = {
    id,
    describedby: [hintId, errorId].filter(Boolean).join(" ") || null,
    required: !block.optional,
    invalid: Boolean(error),
  };
  const label = [words(block.label), block.optional && h("span", { class: "optional" }, " (optional)")];
  const rest = [
    block.hint && h("p", { class: "hint", id: hintId }, words(block.hint)),
    control(asked, name, about),
    error && h("p", { class: "field-error", id: errorId }, error),
  ];
  const group = GROUPS.has(asked.type);
  const made = group
    ? h("fieldset", { class: "block-input field" }, h("legend", {}, label), rest)
    : h("div", { class: "block-input field" }, h("label", { for: id }, label), rest);
  if (block.dispatch_action) made.dataset.dispatches = "true";
  return made;
}

/** What can be acted on outside an input block. */
function element(each, block, root) {
  if (each.type === "image") return picture(each, "accessory");
  if (STATEFUL.has(each.type)) return choice(each, block, root);
  const data = { "data-block": block, "data-action": each.action_id };
  const busy = state.busy.has(`${root} ${block} ${each.action_id}`);
  if (each.type === "overflow")
    return overflow(each, { ...data, "aria-disabled": busy && "true" }, `${root} ${block} ${each.action_id}`);
  const look = { primary: "button small good", danger: "button small quiet warn" }[each.style] ?? "button small quiet";
  const said = { "aria-label": each.accessibility_label, "data-key": each.action_id };
  const opens = each.url && { "data-url": each.url };
  const pressed = { type: "button", class: look, "data-do": "press", "aria-disabled": busy && "true", ...data, ...said, ...opens };
  return h("button", pressed, words(each.text));
}

const overflow = (each, data, key) =>
  h(
    "button",
    {
      type: "button",
      class: "button small quiet dots",
      "data-do": "overflow",
      "aria-haspopup": "menu",
      "aria-expanded": String(isOpen(key)),
      "aria-label": "More actions",
      "data-key": each.action_id,
      ...data,
    },
    "⋯",
  );

function choice(each, block, root) {
  const label = each.placeholder?.text ?? "Choose";
  const id = idOf(root, block, each);
  const made = control(each, block, { id, label, describedby: null });
  const wrapped = GROUPS.has(each.type)
    ? h("fieldset", { class: "choice" }, h("legend", { class: "unseen" }, label), made)
    : made;
  wrapped.dataset.key = each.action_id;
  wrapped.dataset.dispatches = "true";
  return wrapped;
}

/** A message without blocks, or what a link unfolds to. */
export const text = (said) => h("div", { class: "said" }, mrkdwn(said));
