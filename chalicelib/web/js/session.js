// The link's token and what the page has to know after a reload. It stays in this tab, and goes with it or with "Exit this page".
//
// The token comes in the address's fragment and is taken out of the address at once: it is not in the history, in a screenshot or in
// a shared address. Where the tab can keep nothing (a browser may forbid it) it stays in the address, or a reload would lose it.

const NAME = "appointment";
const TOKEN = /^[1-9A-HJ-NP-Za-km-z]{22}$/;

let kept = read();

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME)) ?? {};
  } catch {
    return {};
  }
}

function write() {
  try {
    sessionStorage.setItem(NAME, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

export const session = {
  get: (name) => kept[name],
  set(values) {
    kept = { ...kept, ...values };
    return write();
  },
  forget() {
    kept = {};
    try {
      sessionStorage.removeItem(NAME);
    } catch {
      // nothing was kept
    }
  },
};

// Take a token from the address; say whether it is another one than before.
export function takeToken() {
  const token = location.hash.slice(1);
  if (!TOKEN.test(token)) return false;
  const another = token !== kept.token;
  if (another) kept = {};
  if (session.set({ token })) history.replaceState(null, "", location.pathname + location.search);
  return another;
}
