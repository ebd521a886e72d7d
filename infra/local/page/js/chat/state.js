// What the chat pane shows at the moment.

export const state = {
  now: null, // channels, people, open forms: as they came last
  place: "", // a channel's identifier, or "home"
  thread: "", // the timestamp of the thread beside it
  shown: null, // the messages of the channel
  since: "0", // what had been read when the channel was opened
  limit: 40,
  replies: null, // the messages of the thread
  home: null,
  trouble: new Map(), // what Slack said of a press, by message or view
  busy: new Set(), // what is being pressed
  narrow: "list", // on a small screen one part is shown: "list" or "place"
};

/** As somebody else, or after the force has changed: nothing is known yet. */
export function forget() {
  Object.assign(state, { now: null, shown: null, replies: null, home: null, since: "0", limit: 40 });
  state.trouble.clear();
  state.busy.clear();
}

export const channelOf = (id) => state.now?.channels.find((each) => each.id === id);

/** The channel in which the app writes to oneself. */
export const appChannel = () => state.now?.channels.find((each) => each.im);

export const person = (id) => state.now?.people[id] ?? { name: id, staff: "", does: "" };

export const isApp = (id) => person(id).does === "app";
