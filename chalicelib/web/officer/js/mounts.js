// Where evidence and statements have their places on this page.

import { say } from "../../js/words.js";
import { made, byId, put } from "./showing.js";

export function mountPanels() {
  const [files, paper] = [made("p", "", { className: "govuk-body-s" }), made("p", say("paper.later"), { className: "govuk-body-s" })];
  byId("evidence").replaceChildren(files);
  byId("statement").replaceChildren(paper);
  return {
    update(news) {
      put("files-count", `(${news.files})`);
      files.textContent = say("files.later", { n: news.files });
    },
    keep: async () => false,
    stop() {},
  };
}
