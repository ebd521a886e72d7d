// The victim's details: shown only when somebody asks for them, with the reason, and every showing is logged by the API.

import { Problem, ask, incidentPath } from "./api.js";
import { h } from "./dom.js";
import { hasScope, onChange, session } from "./session.js";
import { plain } from "./words.js";

/** What is shown of one incident's victim, until another incident or person is chosen. */
export class Details {
  constructor() {
    this.forget();
    onChange(() => this.forget());
  }

  forget() {
    this.reference = "";
    this.person = null;
    this.texts = {};
  }

  about(reference) {
    if (reference !== this.reference) this.forget();
    this.reference = reference;
  }

  region(found) {
    return h(
      "section",
      { class: "card", "data-key": "details", "aria-labelledby": "details-title" },
      h("h4", { id: "details-title" }, "The victim"),
      h(
        "div",
        {
          "data-key": this.person ? "shown" : "ask",
          "data-keep": `${found.reference}/${session.person.id}/${this.person ? "shown" : "ask"}`,
        },
        this.person ? this.shown() : this.asking(found),
      ),
    );
  }

  asking(found) {
    if (!hasScope("personal"))
      return h("p", { class: "muted" }, "Names, numbers and notes are for the officer of the job, sergeants and the FCR SPOC.");
    const holds = found.officer === session.person.id;
    const says = h("p", { class: "says", role: "alert" });
    const form = h(
      "form",
      { class: "action-form" },
      h(
        "p",
        { class: "muted" },
        holds ? "You hold this job. The showing is logged." : "You do not hold this job: say why. The showing is logged.",
      ),
      h("label", { for: "why" }, "Why do you need to see them?", holds && h("span", { class: "optional" }, " (optional)")),
      h("input", { id: "why", name: "why", maxlength: 300, autocomplete: "off" }),
      h("div", { class: "buttons" }, h("button", { class: "button quiet" }, "Show the victim's details")),
      says,
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.read(found.reference, form.elements.why.value.trim(), says);
    });
    return form;
  }

  async read(reference, why, says) {
    says.textContent = "";
    try {
      const found = await ask(
        session.person,
        "GET",
        `${incidentPath(reference)}?personal=true`,
        undefined,
        why ? { "Evr-Reason": why } : {},
      );
      if (reference !== this.reference) return;
      this.person = found.person;
      this.texts = found.texts ?? {};
      document.dispatchEvent(new Event("evr:changed"));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      says.textContent = problem.message;
    }
  }

  shown() {
    const { victim, location, summary, thrive } = this.person;
    const safe = victim.safe_contact ?? {};
    const yes = (value) => (value == null ? "not asked" : value ? "yes" : "NO");
    const rows = [
      ["Name", victim.name],
      ["Born", victim.date_of_birth],
      ["Telephone", victim.phone],
      ["Email", victim.email],
      ["Language", victim.language],
      ["Needs", victim.needs?.join(", ")],
      ["Texts are safe", yes(safe.ok_to_text)],
      ["Messages are safe", yes(safe.ok_to_leave_message)],
      ["Times", safe.times],
      ["Place", [location.text, location.postcode].filter(Boolean).join(", ")],
      ["What happened", summary],
      ...Object.entries(thrive ?? {}).map(([part, text]) => [plain(part), text]),
    ].filter(([, value]) => value);
    return [
      h(
        "dl",
        { class: "facts" },
        rows.map(([term, value]) => h("div", {}, h("dt", {}, term), h("dd", {}, value))),
      ),
      h("p", { class: "muted" }, "Notes are shown in the timeline as well."),
      h("button", { type: "button", class: "button quiet small", "data-do": "hide-person" }, "Hide the details"),
    ];
  }
}
