// A call on another platform that the force has: opened by the link beside, while pause, messages, files, statement and closing stay here.
// It is a provider as room-p2p.js is one; picture and sound are the platform's own.

export function outside(shown) {
  return ({ line, on }) => {
    let opened = false;
    async function open() {
      if (opened) return;
      opened = true;
      const { status, body } = await line.media();
      const there = status === 200 && /^https:\/\//.test(body.url ?? "");
      if (!opened) return;
      opened = there; // otherwise with the next news
      shown(there ? body.url : "");
      on.state(there ? "connected" : "connecting");
    }
    return {
      open,
      connected: true,
      show() {},
      send: () => false,
      close() {
        opened = false;
        shown("");
      },
    };
  };
}
