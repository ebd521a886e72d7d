// Where evidence and statements have their places on this page.

import { say } from "../../js/words.js";
import { callApi, jobAsker } from "./calling.js";
import { byId, made, put } from "./showing.js";
import { mountStatements } from "./statements.js";

// The kinds of statements are the force's, not the job's.
const paperAsker = (reference) => (method, rest, body) =>
  rest === "statement_kinds" ? callApi(method, "v1/statement_kinds", body, { key: "" }) : jobAsker(reference)(method, rest, body);

export function mountPanels({ reference }) {
  const files = made("p", "", { className: "govuk-body-s" });
  byId("evidence").replaceChildren(files);
  const papers = mountStatements(byId("statement"), { ask: paperAsker(reference) });
  return {
    update(news) {
      put("files-count", `(${news.files})`);
      files.textContent = say("files.later", { n: news.files });
      put("paper-state", news.statement ? `(${say(`paper.state_${news.statement.status}`)})` : "");
      papers.update(news);
    },
    unsaved: () => papers.unsaved(),
    keep: async () => false,
    stop: () => papers.stop(),
  };
}
