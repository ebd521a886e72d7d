// The victim's statement: read back on their own screen, put right, and signed. Nothing is here until the officer shows it.

import { hashOfWords, paperOf, piece } from "./statement-paper.js";
import { signaturePad } from "./statement-pad.js";

const pressable = (words, style = "") => piece("button", { type: "button", words, style: `govuk-button ${style}` });

// `ask(path, body)` of the page; `say` its words. `update(news)` is called with each news of the room, `stop()` at its end.
export function mountStatement(place, { ask, say }) {
  let shown = "";
  let number = 0;
  const mark = (about) => (about ? `${about.number}.${about.edition}.${about.status}` : "");

  const status = piece("div", { role: "status" });
  const content = piece("div");
  place.replaceChildren(status, content);
  const tell = (words) => status.replaceChildren(...(words ? [piece("p", { words, style: "govuk-body" })] : []));

  async function update(news) {
    const now = mark(news.statement);
    if (now === shown) return;
    shown = now;
    const turn = ++number;
    if (!now) return put("");
    const { status: code, body } = await ask("statement");
    if (turn !== number) return; // something newer is being fetched
    if (code !== 200) shown = ""; // looked at again with the next news
    else await show(body.statement);
  }

  function put(words, ...children) {
    tell(words);
    content.replaceChildren(...children);
  }

  async function show(read) {
    if (!read) return put("");
    if ((await hashOfWords(read)) !== read.sha256) return put(say("statement.damaged"));
    const heading = piece("h2", { words: say("statement.title"), style: "govuk-heading-m", tabindex: "-1" });
    const states = {
      shown: [say("statement.shown"), reading],
      locked: [say("statement.locked"), signing],
    };
    // Once it is signed nobody has to read it over the victim's shoulder.
    if (read.state === "signed") return put(say("statement.signed"));
    const [words, parts] = states[read.state];
    put(words, heading, paperOf(read, say), ...parts(read));
  }

  function reading(read) {
    const note = piece("textarea", { style: "govuk-textarea", id: "statement-note", rows: "3", maxlength: "2000" });
    const label = piece("label", { words: say("statement.wrong_note"), style: "govuk-label", for: "statement-note" });
    const wrong = pressable(say("statement.wrong"), "govuk-button--secondary");
    wrong.addEventListener("click", async () => {
      const said = note.value.trim();
      const { status: code } = await ask("statement_wrong", { number: read.number, ...(said ? { note: said } : {}) });
      if (code === 200) put(say("statement.told"));
      else tell(say("statement.not_sent"));
    });
    return [piece("div", { style: "govuk-form-group" }, label, note), wrong];
  }

  function signing(read) {
    const name = piece("input", { style: "govuk-input", id: "statement-name", autocomplete: "off", maxlength: "200" });
    const capacity = piece("select", { style: "govuk-select", id: "statement-capacity" });
    capacity.append(piece("option", { value: "witness", words: say("statement.witness") }));
    capacity.append(piece("option", { value: "parent_or_carer", words: say("statement.parent_or_carer") }));
    const canvas = piece("canvas", { style: "statement-pad", "aria-label": say("statement.pad"), role: "img" });
    const pad = signaturePad(canvas);
    const again = pressable(say("statement.clear"), "govuk-button--secondary");
    again.addEventListener("click", () => pad.clear());
    const sign = pressable(say("statement.sign"));
    sign.addEventListener("click", () => signed(read, { name, capacity, pad, sign }));
    const field = (id, words, element) =>
      piece("div", { style: "govuk-form-group" }, piece("label", { words: say(words), style: "govuk-label", for: id }), element);
    return [
      field("statement-name", "statement.name", name),
      field("statement-capacity", "statement.capacity", capacity),
      piece("div", { style: "govuk-form-group" }, piece("p", { words: say("statement.draw"), style: "govuk-hint" }), canvas, piece("div", {}, again)),
      piece("p", { words: say("statement.warn"), style: "govuk-body" }),
      sign,
    ];
  }

  async function signed(read, { name, capacity, pad, sign }) {
    const written = name.value.trim();
    if (!written) {
      tell(say("statement.name_missing"));
      return name.focus();
    }
    sign.disabled = true; // one signature, however often it is pressed
    const drawing = pad.drawn();
    const fields = { number: read.number, sha256: await hashOfWords(read), name: written, capacity: capacity.value };
    const { status: code, body } = await ask("sign", { ...fields, ...(drawing ? { drawing } : {}) });
    if (code === 200 || body.code === "already_signed") return put(say("statement.signed"));
    sign.disabled = false;
    if (body.code === "statement_changed") shown = ""; // the next news brings it as it is now
    return tell(say(body.code === "statement_changed" ? "statement.changed" : "statement.not_sent"));
  }

  return { update, stop: () => ((shown = ""), number++, put("")) };
}
