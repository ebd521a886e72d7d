// Statements: written by the officer, shown on the victim's screen, made ready for signing. What is typed stays on this page until
// it is saved; every save is an edition of its own.

import { piece } from "../../js/statement-paper.js";
import { say } from "../../js/words.js";

// The PDF of a signature is made within seconds; the room's news do not tell of it.
const PRINTED_IN = 3000;
const STEPS = { written: "show_statement", shown: "lock_statement" };
const LABELS = { show_statement: () => say("paper.show"), lock_statement: () => say("paper.lock") };
const STATES = {
  written: () => say("paper.state_written"),
  shown: () => say("paper.state_shown"),
  locked: () => say("paper.state_locked"),
  signed: () => say("paper.state_signed"),
};

const act = (words, does, style = "govuk-button--secondary small") => {
  const button = piece("button", { type: "button", words, style: `govuk-button ${style}` });
  button.addEventListener("click", async () => {
    button.disabled = true;
    await does();
    button.disabled = false;
  });
  return button;
};

const labelled = (id, words, input, hint = "") =>
  piece(
    "div",
    { style: "govuk-form-group" },
    piece("label", { words, style: "govuk-label govuk-label--s", for: id }),
    ...(hint ? [piece("div", { words: hint, style: "govuk-hint", id: `${id}-hint` })] : []),
    input,
  );

// `ask(method, path, body)`: the job's own caller. `update(news)` with each news of the room; `unsaved()`: something was typed.
export function mountStatements(place, { ask }) {
  const [said, list, form] = [piece("p", { style: "govuk-body-s", role: "status" }), piece("div"), piece("div")];
  place.replaceChildren(said, list, form);
  let [kinds, mark, editing, typed, timer] = [null, null, null, false, 0];
  const tell = (words) => (said.textContent = words);

  async function fetched(method, path, body) {
    const answer = await ask(method, path, body);
    if (answer.status === 200) return answer.body;
    tell(answer.body.detail ?? say("wrong.words"));
    return null;
  }

  async function look() {
    kinds ??= (await fetched("GET", "statement_kinds"))?.kinds ?? null;
    const found = await fetched("GET", "statements");
    if (!kinds || !found) return;
    list.replaceChildren(...found.statements.map(row));
    clearTimeout(timer);
    if (found.statements.some((each) => each.state === "signed" && !each.printed)) timer = setTimeout(look, PRINTED_IN);
    if (!kinds.length) tell(say("paper.off"));
    else if (!found.statements.length) list.replaceChildren(piece("p", { words: say("paper.none"), style: "govuk-body-s" }));
    if (kinds.length && !editing) form.replaceChildren(act(say("paper.new"), () => edit(null)));
  }

  const titleOf = (kind) => kinds.find((each) => each.kind === kind)?.title ?? kind;

  function row(each) {
    const { number, edition, state, printed } = each;
    const words = `${say("paper.line", { number, edition, title: titleOf(each.kind) })}: ${STATES[state]()}`;
    const step = STEPS[state];
    const buttons = step ? [act(LABELS[step](), () => take(step, each), "small")] : [];
    if (state === "signed") buttons.push(printed ? act(say("paper.pdf"), () => openPdf(number)) : piece("span", { words: say("paper.not_printed"), style: "govuk-body-s" }));
    buttons.push(act(say(state === "signed" ? "paper.change_signed" : "paper.change"), () => edit(each)));
    return piece("div", { style: "paper-line" }, piece("p", { words, style: "govuk-body" }), piece("div", { style: "choices" }, ...buttons));
  }

  async function take(step, { number, sha256 }) {
    const fields = step === "lock_statement" ? { number, sha256 } : { number };
    if (await fetched("POST", `commands/${step}`, fields)) tell("");
    await look();
  }

  async function openPdf(number) {
    const opened = window.open("", "_blank"); // by the tap, before anything is waited for
    const found = await fetched("POST", `statements/${number}/pdf`);
    if (found && opened) opened.location.replace(found.url);
    else opened?.close();
  }

  async function edit(each) {
    const read = each ? await fetched("POST", `statements/${each.number}/read`) : null;
    if (each && !read) return;
    editing = { number: each?.number, document: read ? JSON.parse(read.document) : null };
    typed = false;
    drawForm(each?.kind ?? kinds[0].kind);
    form.querySelector("select, input, textarea").focus();
  }

  function drawForm(kind) {
    const [template, before] = [kinds.find((each) => each.kind === kind) ?? kinds[0], editing.document];
    const choice = piece("select", { style: "govuk-select", id: "paper-kind" }, ...kinds.map((each) => piece("option", { value: each.kind, words: each.title })));
    choice.value = template.kind;
    choice.disabled = Boolean(editing.number);
    choice.addEventListener("change", () => drawForm(choice.value));
    const answers = new Map(before?.particulars ?? []);
    const particulars = Object.entries(template.particulars).map(([code, label]) => {
      const input = piece("input", { style: "govuk-input", id: `paper-${code}`, "data-particular": code, autocomplete: "off", maxlength: "200" });
      input.value = answers.get(label) ?? "";
      return labelled(input.id, label, input);
    });
    const text = piece("textarea", { style: "govuk-textarea", id: "paper-text", rows: "12", maxlength: "40000", "aria-describedby": "paper-text-hint" });
    text.value = before?.text ?? "";
    const over = piece("select", { style: "govuk-select", id: "paper-over" });
    over.append(
      piece("option", { value: "self", words: say("paper.read_over_self") }),
      piece("option", { value: "officer", words: say("paper.read_over_officer") }),
      piece("option", { value: "interpreter", words: say("paper.read_over_interpreter") }),
    );
    over.value = before?.read_over ?? "self";
    const interpreter = piece("input", { style: "govuk-input", id: "paper-interpreter", autocomplete: "off", maxlength: "200" });
    interpreter.value = before?.interpreter ?? "";
    const named = labelled("paper-interpreter", say("paper.interpreter"), interpreter);
    const showNamed = () => (named.hidden = over.value !== "interpreter");
    over.addEventListener("change", showNamed);
    showNamed();
    form.replaceChildren(
      labelled("paper-kind", say("paper.kind"), choice),
      ...particulars,
      labelled("paper-text", say("paper.text"), text, say("paper.text_hint")),
      labelled("paper-over", say("paper.read_over"), over),
      named,
      piece(
        "div",
        { style: "choices" },
        act(say(editing.number ? "paper.save_again" : "paper.save"), () => save({ template, text, over, interpreter }), "small"),
        act(say("paper.discard"), stopEditing),
      ),
    );
  }

  form.addEventListener("input", () => {
    typed = true;
    tell(say("paper.unsaved"));
  });

  async function stopEditing() {
    [editing, typed] = [null, false];
    tell("");
    await look();
  }

  async function save({ template, text, over, interpreter }) {
    const inputs = [...form.querySelectorAll("[data-particular]")].map((each) => [each.dataset.particular, each.value.trim()]);
    const particulars = Object.fromEntries(inputs.filter(([, value]) => value));
    const lacking = template.required.filter((each) => !particulars[each]).map((each) => template.particulars[each]);
    if (!text.value.trim()) lacking.push(say("paper.text"));
    if (over.value === "interpreter" && !interpreter.value.trim()) lacking.push(say("paper.interpreter"));
    if (lacking.length) return tell(say("paper.missing", { what: lacking.join(", ") }));
    const written = await fetched("POST", "statements", {
      ...{ kind: template.kind, text: text.value, particulars, read_over: over.value },
      ...(over.value === "interpreter" ? { interpreter: interpreter.value.trim() } : {}),
      ...(editing.number ? { number: editing.number } : {}),
    });
    if (!written) return undefined;
    await stopEditing();
    return tell(say("paper.saved", written));
  }

  look();
  return {
    update(news) {
      const now = JSON.stringify(news.statement ?? null);
      if (now !== mark) {
        mark = now;
        look();
      }
    },
    unsaved: () => typed,
    stop: () => clearTimeout(timer),
  };
}
