// Controls for Slack's inputs, and what they hold: each carries data-input with its kind, its block and its action.

import { h } from "../dom.js";
import { state } from "./state.js";
import { words } from "./mrkdwn.js";
import { forField } from "../times.js";

/** Everything that keeps a value. Buttons and menus do not. */
export const STATEFUL = new Set([
  "plain_text_input",
  "static_select",
  "multi_static_select",
  "users_select",
  "checkboxes",
  "radio_buttons",
  "datepicker",
  "timepicker",
  "datetimepicker",
]);
/** These are a group of boxes, and so have a legend for a label. */
export const GROUPS = new Set(["checkboxes", "radio_buttons", "multi_static_select"]);

export const idOf = (root, block, element) => `in-${[root, block, element.action_id].map(encodeURIComponent).join("-")}`;

/** The control. `about`: id, describedby, required, invalid, label (for those that stand in no input block). */
export function control(element, block, about) {
  const data = { "data-input": element.type, "data-block": block, "data-action": element.action_id };
  const common = {
    id: about.id,
    "aria-describedby": about.describedby,
    "aria-invalid": about.invalid && "true",
    "aria-label": about.label,
  };
  const placed = { ...data, ...common, placeholder: element.placeholder?.text, "aria-required": about.required && "true" };
  return CONTROLS[element.type](element, placed, { ...data, ...about });
}

const CONTROLS = {
  plain_text_input: (element, placed) =>
    element.multiline
      ? h("textarea", { ...placed, rows: 5, maxlength: element.max_length ?? 3000 }, element.initial_value ?? "")
      : h("input", {
          ...placed,
          type: "text",
          maxlength: element.max_length ?? 3000,
          value: element.initial_value,
          autocomplete: "off",
        }),
  static_select: (element, placed) => select(element, placed, options(element), element.initial_option?.value),
  users_select: (element, placed) => select(element, placed, people(), element.initial_user),
  multi_static_select: (element, _, about) => boxes(element, about, "checkbox", element.initial_options),
  checkboxes: (element, _, about) => boxes(element, about, "checkbox", element.initial_options),
  radio_buttons: (element, _, about) => boxes(element, about, "radio", element.initial_option && [element.initial_option]),
  datepicker: (element, placed) => h("input", { ...placed, type: "date", value: element.initial_date }),
  timepicker: (element, placed) => h("input", { ...placed, type: "time", value: element.initial_time }),
  datetimepicker: (element, placed) =>
    h("input", {
      ...placed,
      type: "datetime-local",
      value: element.initial_date_time && forField(new Date(element.initial_date_time * 1000)),
    }),
};

/** All options, [value, words, description, group]. */
export function options(element) {
  const groups = [
    [null, element.options ?? []],
    ...(element.option_groups ?? []).map((group) => [group.label.text, group.options]),
  ];
  return groups.flatMap(([group, members]) =>
    members.map((each) => [each.value, words(each.text), words(each.description), group]),
  );
}

const people = () =>
  Object.entries(state.now.people)
    .filter(([, who]) => who.staff)
    .map(([id, who]) => [id, [`${who.staff} ${who.name}`], [], null]);

function select(element, placed, choices, chosen) {
  const { placeholder, ...rest } = placed;
  const option = ([value, text]) => h("option", { value, selected: value === chosen }, text);
  const grouped = Map.groupBy ? [...Map.groupBy(choices, (each) => each[3])] : [[null, choices]];
  const shown = grouped.flatMap(([group, members]) =>
    group ? [h("optgroup", { label: group }, members.map(option))] : members.map(option),
  );
  return h("select", rest, h("option", { value: "" }, placeholder ?? "Choose an option"), shown);
}

function boxes(element, about, type, initial) {
  const chosen = new Set((initial ?? []).map((each) => each.value));
  return h(
    "div",
    { class: "boxes", "data-input": element.type, "data-block": about["data-block"], "data-action": about["data-action"] },
    options(element).map(([value, text, description], n) => {
      const id = `${about.id}-${n}`;
      const checked = chosen.has(value);
      const input = h("input", {
        type,
        id,
        value,
        name: about.id,
        checked,
        "aria-describedby": about.describedby,
        "aria-invalid": about.invalid && "true",
      });
      const more = description.length > 0 && h("span", { class: "hint" }, " ", description);
      return h("div", { class: "box" }, input, h("label", { for: id }, text, more));
    }),
  );
}

const checked = (part) => [...part.querySelectorAll("input:checked")].map((each) => each.value);
const READS = {
  checkboxes: checked,
  multi_static_select: checked,
  radio_buttons: (part) => checked(part)[0] ?? "",
  datetimepicker: (part) => (part.value ? String(Math.floor(new Date(part.value).getTime() / 1000)) : ""),
};

export const valueOf = (part) => (READS[part.dataset.input] ?? ((each) => each.value))(part);

/** What all inputs below an element hold, by block and action. */
export function valuesIn(root) {
  const found = {};
  for (const part of root.querySelectorAll("[data-input]")) {
    (found[part.dataset.block] ??= {})[part.dataset.action] = valueOf(part);
  }
  return found;
}
