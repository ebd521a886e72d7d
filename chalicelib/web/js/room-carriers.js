// Who carries picture and sound, by the name that the room's news gives. Amazon's part is large: it is fetched when a call needs it.

import { chime } from "./room-chime.js";
import { p2p } from "./room-p2p.js";

// A browser may keep a failed import for good: each further attempt has an address of its own.
let missed = 0;
const fetchedChime = () => {
  const address = new URL(`v/chime.js${missed ? `?${missed}` : ""}`, document.baseURI);
  return import(address.href).catch((error) => {
    missed += 1;
    throw error;
  });
};

export const carriedBy = (name) => (name === "chime" ? chime(fetchedChime) : p2p);
