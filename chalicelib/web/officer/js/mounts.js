// Where evidence and statements have their places on this page.

import { say } from "../../js/words.js";
import { callApi, jobAsker } from "./calling.js";
import { mountEvidence } from "./evidence.js";
import { byId, put } from "./showing.js";
import { mountStatements } from "./statements.js";

// The kinds of statements are the force's, not the job's.
const paperAsker = (reference) => (method, rest, body) =>
  rest === "statement_kinds" ? callApi(method, "v1/statement_kinds", body, { key: "" }) : jobAsker(reference)(method, rest, body);

export function mountPanels({ reference }) {
  const evidence = mountEvidence(byId("evidence"), { ask: jobAsker(reference) });
  const papers = mountStatements(byId("statement"), { ask: paperAsker(reference) });
  return {
    update(news) {
      put("files-count", `(${news.files})`);
      evidence.update(news);
      put("paper-state", news.statement ? `(${say(`paper.state_${news.statement.status}`)})` : "");
      papers.update(news);
    },
    unsaved: () => papers.unsaved(),
    keep: (blob, name) => evidence.add(blob, name),
    stop() {
      papers.stop();
      evidence.stop();
    },
  };
}
