// Sending files, as people see it: what to choose, how far each is, what became of it. The same on both sides of the call.

import { upload } from "./upload.js";

const FILES_LOOK_EVERY = 3000;
const FILES_SETTLED = new Set(["arrived", "different", "refused"]);
const FILES_LIVE = new Set(["sending", "waiting", "finishing"]);

function fileNode(name, { words = "", style = "", ...more } = {}, ...children) {
  const made = document.createElement(name);
  if (words) made.textContent = words;
  if (style) made.className = style;
  for (const [key, value] of Object.entries(more)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// A page that requires Trusted Types is given exactly this address.
export function fileWorker(address) {
  const rule = { createScriptURL: () => address };
  fileWorker.policy ??= globalThis.trustedTypes?.createPolicy("evr-files", rule);
  return new Worker(fileWorker.policy?.createScriptURL(address) ?? address);
}

const megabytes = (bytes) => (bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0);

// `ask(path, body, options)` as upload.js has it; `say` the page's words, of which [files] is used.
export function mountUploads(place, { ask, say, worker = "v/upload-worker.js" }) {
  const rows = new Map(); // number to row, once there is a number
  const running = new Set();
  let [timer, over] = [0, false];

  const status = fileNode("div", { role: "status", style: "govuk-visually-hidden" });
  const list = fileNode("ul", { style: "files govuk-list" });
  const inputs = [input("choose", { multiple: "" })];
  if (matchMedia("(pointer: coarse)").matches) inputs.push(input("take", { accept: "image/*,video/*", capture: "environment" }));
  const hint = fileNode("p", { words: say("files.hint"), style: "govuk-hint" });
  place.replaceChildren(hint, ...inputs, list, status);

  function input(word, more) {
    const field = fileNode("input", { type: "file", id: `files-${word}`, style: "govuk-file-upload", ...more });
    field.addEventListener("change", () => {
      for (const file of field.files) begin(file);
      field.value = "";
    });
    return fileNode("div", { style: "govuk-form-group" }, fileNode("label", { words: say(`files.${word}`), style: "govuk-label", for: field.id }), field);
  }

  function row(name) {
    const title = fileNode("strong", { words: name });
    const bar = fileNode("progress", { max: "100", "aria-label": name });
    const words = fileNode("span", { style: "govuk-body-s" });
    const stop = fileNode("button", { type: "button", words: say("files.stop"), style: "govuk-button govuk-button--secondary" });
    stop.setAttribute("aria-label", `${say("files.stop")}: ${name}`);
    const item = fileNode("li", {}, title, fileNode("div", {}, bar), words, fileNode("div", {}, stop));
    list.append(item);
    return { item, name, bar, words, stop, state: "" };
  }

  const saying = ({ state, sent = 0, size = 0, code = "" }) =>
    state === "refused" && code ? refusalWords(code) : say(`files.${state}`, { sent: megabytes(sent), size: megabytes(size) });

  function refusalWords(code) {
    const known = say(`files.why_${code}`);
    return known === `files.why_${code}` ? say("files.refused") : known;
  }

  function show(one, news) {
    const words = saying(news);
    if (one.words.textContent !== words) one.words.textContent = words;
    if (one.state !== news.state) status.textContent = `${one.name}: ${words}`;
    one.state = news.state;
    one.bar.hidden = one.stop.hidden = !FILES_LIVE.has(news.state);
    one.bar.value = (100 * (news.sent ?? 0)) / (news.size || 1);
  }

  async function kept() {
    const { status: code, body } = await ask("files", {});
    return code === 200 ? body.files : [];
  }

  function begin(file) {
    if (over) return Promise.resolve("closed");
    const one = row(file.name);
    const changed = (news) => {
      if (news.number && rows.get(news.number) !== one) {
        rows.get(news.number)?.item.remove();
        rows.set(news.number, one);
      }
      show(one, news);
    };
    const sending = upload(file, { ask, changed, kept, makeWorker: () => fileWorker(worker) });
    one.stop.onclick = () => sending.stop();
    running.add(sending);
    return sending.done.finally(() => {
      running.delete(sending);
      look();
    });
  }

  // What the service knows: also of files that another page, or this one before it was loaded again, has sent.
  async function look() {
    clearTimeout(timer);
    if (over) return;
    const files = await kept();
    for (const each of files) {
      const one = rows.get(each.number) ?? row(say("files.unnamed", { number: each.number }));
      rows.set(each.number, one);
      if (!FILES_LIVE.has(one.state)) show(one, { ...each, state: each.state === "sending" ? "unfinished" : each.state });
      if (each.state === "sending") one.stop.onclick ??= () => stopUnfinished(each.number, one);
      if (one.state === "unfinished") one.stop.hidden = false;
    }
    if (files.some((each) => !FILES_SETTLED.has(each.state) && each.state !== "sending")) timer = setTimeout(look, FILES_LOOK_EVERY);
  }

  async function stopUnfinished(number, one) {
    const { status: code } = await ask("file_stop", { number });
    if (code === 200) show(one, { state: "stopped" });
  }

  look();
  return {
    add: (blob, name) => begin(new File([blob], name, { type: blob.type })).then((state) => state === "arriving"),
    get busy() {
      return running.size > 0;
    },
    look,
    stop() {
      over = true;
      clearTimeout(timer);
      for (const each of running) each.leave();
    },
  };
}

// The officer's way of asking: the same questions at the incident's own paths.
export const officerFiles = (ask) => (path, body, options) => {
  const { number, ...rest } = body;
  const where = {
    file: "files",
    files: "files/mine",
    file_parts: `files/${number}/parts`,
    file_done: `files/${number}/done`,
    file_stop: `files/${number}/stop`,
  }[path];
  return ask("POST", where, rest, options);
};
