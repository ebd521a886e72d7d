// The incident's evidence: who sent what when, its hash, and one press to download it, which is logged. Officers add files here too.

import { mountUploads, officerFiles } from "../../js/upload-list.js";
import { dayAndTime, say } from "../../js/words.js";
import { made } from "./showing.js";

const sized = (bytes) => `${(bytes / 1_000_000).toFixed(1)} MB`;
const family = (kind) => ({ image: "photo", video: "video", audio: "sound" })[kind.split("/")[0]] ?? "document";

export function mountEvidence(place, { ask }) {
  const list = made("ul", "", { className: "files govuk-list" });
  const tell = made("p", "", { className: "govuk-body-s" });
  tell.setAttribute("role", "status");
  const own = made("div");
  const custody = made("button", say("files.custody"), { type: "button", className: "govuk-button govuk-button--secondary" });
  custody.addEventListener("click", wantCustody);
  place.replaceChildren(list, tell, custody, own);
  const uploads = mountUploads(own, { ask: officerFiles(ask), say });
  let [names, counted, timer, over] = [{}, -1, 0, false];

  const what = (file) => names[file.number] ?? say("files.unnamed", { number: file.number });

  function line(file) {
    const facts = [
      say(`files.kind_${family(file.kind)}`), sized(file.size), dayAndTime(file.at),
      file.by === "victim" ? say("files.by_victim") : say("files.by_police", { who: file.who }),
    ];
    const item = made("li");
    item.append(made("strong", what(file)), made("div", facts.join(", "), { className: "govuk-body-s" }));
    item.append(made("div", say(`files.${file.state === "sending" ? "unfinished" : file.state}`), { className: "govuk-body-s" }));
    if (file.sha256) item.append(made("code", `SHA-256 ${file.sha256}`, { className: "hash" }));
    if (["arrived", "different"].includes(file.state)) item.append(made("div"), fetching(file));
    return item;
  }

  function fetching(file) {
    const button = made("button", say("files.download"), { type: "button", className: "govuk-button govuk-button--secondary" });
    button.setAttribute("aria-label", `${say("files.download")}: ${what(file)}`);
    button.addEventListener("click", () => download(`files/${file.number}/show`));
    return button;
  }

  async function download(rest) {
    const { status, body } = await ask("POST", rest, {});
    if (status !== 200) return (tell.textContent = body.detail ?? say("files.no_answer"));
    if (body.name) names[rest.split("/")[1]] = body.name;
    tell.textContent = say("files.downloading");
    const link = made("a", "", { href: body.url, rel: "noreferrer", download: "" });
    link.click();
    look();
  }

  async function wantCustody() {
    const { status, body } = await ask("POST", "custody", {});
    tell.textContent = status === 200 ? say("files.custody_asked") : (body.detail ?? say("files.no_answer"));
    for (let turn = 0; status === 200 && turn < 20 && !over; turn += 1) {
      await new Promise((done) => setTimeout(done, 3000));
      const shown = await ask("POST", "custody/show", {});
      if (shown.status === 404) continue;
      tell.textContent = shown.status === 200 ? say("files.downloading") : shown.body.detail;
      if (shown.status === 200) made("a", "", { href: shown.body.url, rel: "noreferrer", download: "" }).click();
      return;
    }
  }

  async function look() {
    clearTimeout(timer);
    if (over) return;
    const { status, body } = await ask("GET", "files");
    if (status === 200) list.replaceChildren(...body.files.map(line));
    if (status === 200 && body.files.some((each) => each.state === "arriving")) timer = setTimeout(look, 4000);
  }

  look();
  return {
    update(news) {
      if (news.files === counted) return;
      counted = news.files;
      look();
    },
    add: uploads.add,
    stop() {
      over = true;
      clearTimeout(timer);
      uploads.stop();
    },
  };
}
