// What was filled in, as the body of a command.

/** The body of the command as filled in; what was left empty is left out. */
export function bodyOf(form) {
  const body = {};
  for (const part of form.querySelectorAll("[data-reads]")) {
    const value = READ[part.dataset.reads](part);
    if (value !== undefined) body[part.name || part.dataset.name] = value;
  }
  return body;
}

const checked = (part) => part.querySelector("input:checked")?.value;
const READ = {
  text: (part) => part.value.trim() || undefined,
  integer: (part) => (part.value ? Number(part.value) : undefined),
  time: (part) => (part.value ? new Date(part.value).toISOString() : undefined),
  lines: (part) => {
    const lines = part.value
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    return lines.length ? lines : undefined;
  },
  boolean: (part) => (checked(part) ? checked(part) === "true" : undefined),
  ticks: (part) => Object.fromEntries([...part.querySelectorAll("[data-tick]")].map((each) => [each.dataset.tick, each.value])),
  answers: (part) =>
    Object.fromEntries(
      [...part.querySelectorAll("[data-question]")].map((each) => [each.dataset.question, checked(each) === "true"]),
    ),
};
