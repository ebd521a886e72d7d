// The other times that can be asked for: parts of a day, as the service offers them.

import { ask } from "./asking.js";
import { day, hour, say } from "./words.js";

const list = document.getElementById("times");

const partOf = (moment) => (hour(moment) < 12 ? "morning" : hour(moment) < 17 ? "afternoon" : "evening");

function radio(moment, number) {
  const item = list.querySelector(".govuk-radios__item").cloneNode(true);
  const [input, label] = [item.querySelector("input"), item.querySelector("label")];
  input.id = `time-${number}`;
  input.value = moment;
  input.checked = false;
  label.htmlFor = input.id;
  label.textContent = say(`time.${partOf(moment)}`, { day: day(moment) });
  return item;
}

export async function offerTimes() {
  const { status, body } = await ask("times");
  const other = list.querySelector('input[value="other"]').closest(".govuk-radios__item");
  list.replaceChildren(...(status === 200 ? body.times.map(radio) : []), other);
}

export const chosenTime = () => list.querySelector("input:checked")?.value;
