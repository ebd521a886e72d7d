// A statement as it is read: the words that were hashed, and nothing else. Both sides' pages show it with this.

export const piece = (name, { words = "", style = "", ...attributes } = {}, ...children) => {
  const element = document.createElement(name);
  if (words) element.textContent = words;
  if (style) element.className = style;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

const plainly = (words) => piece("p", { words, style: "govuk-body" });

// `read`: a statement as the service gives it; `say` the page's own words. What stands in the document is shown as it is.
export function paperOf(read, say) {
  const told = JSON.parse(read.document);
  const rows = told.particulars.map(([label, value]) =>
    piece("div", { style: "govuk-summary-list__row" }, piece("dt", { words: label, style: "govuk-summary-list__key" }), piece("dd", { words: value, style: "govuk-summary-list__value" })),
  );
  const paragraphs = told.text.split("\n\n").map((each) => piece("p", { words: each, style: "govuk-body statement-text" }));
  const over = told.read_over === "self" ? [] : [plainly(say(`statement.over_${told.read_over}`, { interpreter: told.interpreter ?? "" }))];
  return piece(
    "div",
    { style: "govuk-inset-text statement-paper" },
    piece("h3", { words: `${told.title} (${told.reference})`, style: "govuk-heading-s" }),
    piece("dl", { style: "govuk-summary-list" }, ...rows),
    ...paragraphs,
    ...over,
    piece("h4", { words: say("statement.declaration"), style: "govuk-heading-s" }),
    plainly(told.declaration),
  );
}

const inHex = (bytes) => Array.from(new Uint8Array(bytes), (each) => each.toString(16).padStart(2, "0")).join("");

// Whether the words on the screen are those that the service has a hash of: what is signed is this hash, worked out here.
export async function hashOfWords(read) {
  return inHex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(read.document)));
}
