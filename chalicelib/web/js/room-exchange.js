// The line between the two pages: who is there, what the room's status is, and the signals that make a call, by short polling.
//
// `ask(path, body, options)` -> {status, body} is the page's own caller ("room", "say", "media"), so this knows neither tokens nor
// addresses. A signal is for one page of the other side, is numbered, and is sent again until an answer says that it arrived; the
// server keeps a number once. A new page of the other side starts afresh: what was for the page before is dropped.

const SIGNALS_AT_ONCE = 20;
const ANSWER_WITHIN = 8000;
// While two pages find each other every look counts: for so long, so often.
const EAGER_FOR = 8000;
const EAGER_PAUSE = 300;
const NOT_ALLOWED = new Set([401, 403]);
const isOver = (status, code) => status === 404 || status === 410 || (status === 409 && code === "wrong_status");

export const newPage = () =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .slice(0, 22);

const answerWithin = (promise, ms) =>
  Promise.race([promise, new Promise((done) => setTimeout(done, ms, { status: 0, body: {} }))]).catch(() => ({ status: 0, body: {} }));

// Events: news(RoomNews), signal(kind, data), other(page), said(line), replaced(), offline(), gone(status, body), refused(status, body).
export function exchange(ask) {
  const heardBy = {};
  let outbox = [];
  let page = newPage();
  let [number, sayings, after, saidAfter, fails, timer] = [0, 0, 0, 0, 0, 0];
  let [running, busy, atOnce, arriving, replaced] = [false, false, false, true, false];
  let [round, eagerUntil] = [0, 0];

  const tell = (name, ...values) => {
    for (const each of heardBy[name] ?? []) each(...values);
  };

  const line = {
    news: null,
    other: null, // the other side's page
    heard: -1, // when the last question that was answered was asked (performance.now)
    quality: null,
    get page() {
      return page;
    },
    get there() {
      return Boolean(line.news?.other?.there);
    },
    on(name, listener) {
      (heardBy[name] ??= []).push(listener);
      return line;
    },
    start() {
      if (running) return line.look();
      running = true;
      addEventListener("online", line.look);
      document.addEventListener("visibilitychange", seenAgain);
      return line.look();
    },
    stop() {
      running = false;
      clearTimeout(timer);
      removeEventListener("online", line.look);
      document.removeEventListener("visibilitychange", seenAgain);
    },
    // This page goes: the other side need not wait to notice it.
    leave() {
      if (!running) return;
      line.stop();
      ask("room", { ...question([]), leaving: true }, { patient: false, key: "", last: true }).catch(() => {});
    },
    // Take the seat for this page, under a new name: nothing that was meant for the one before comes back.
    take() {
      page = newPage();
      [arriving, replaced, number, sayings, after, outbox] = [true, false, 0, 0, 0, []];
      round += 1;
      line.other = null;
      return running ? line.look() : line.start();
    },
    send(kind, data) {
      if (!line.other) return;
      outbox.push({ to: line.other, n: ++number, kind, data });
      soon();
    },
    // Signals are expected now, or (false) no longer.
    eager(on = true) {
      eagerUntil = on ? performance.now() + EAGER_FOR : 0;
    },
    drop() {
      outbox = [];
    },
    // One line of the text chat; sent again by the page's caller under its number, so it stands there once.
    async say(text) {
      const answer = await ask("say", { page, n: ++sayings, text });
      if (answer.status === 200) line.look();
      return answer;
    },
    media: () => answerWithin(ask("media", { page }, { patient: false, key: "" }), ANSWER_WITHIN),
    look,
  };

  const seenAgain = () => document.hidden || line.look();

  function soon() {
    clearTimeout(timer);
    if (running) timer = setTimeout(look, 20);
  }

  const question = (send) => ({
    ...{ page, arrive: arriving, after, said_after: saidAfter, send },
    ...(line.other ? { of: line.other } : {}),
    ...(line.quality ? { quality: line.quality } : {}),
  });

  async function look() {
    clearTimeout(timer);
    if (!running) return;
    if (busy) {
      atOnce = true;
      return;
    }
    [busy, atOnce] = [true, false];
    const [sent, asked, of] = [outbox.slice(0, SIGNALS_AT_ONCE), performance.now(), round];
    const body = question(sent);
    const answer = await answerWithin(ask("room", body, { patient: false, key: "" }), ANSWER_WITHIN);
    busy = false;
    if (!running) return;
    const pause = of === round ? answered(answer, sent, asked) : 0;
    clearTimeout(timer);
    if (running) timer = setTimeout(look, atOnce || outbox.length ? 0 : pause);
  }

  // What came is told; returned is the pause until the next question.
  function answered({ status, body }, sent, asked) {
    if (status === 200) {
      fails = 0;
      line.heard = asked;
      return took(body, sent);
    }
    const over = isOver(status, body.code);
    if (over || NOT_ALLOWED.has(status)) {
      line.stop();
      tell(over ? "gone" : "refused", status, body);
      return 0;
    }
    if (body.code === "not_let_in") outbox = [];
    fails += 1;
    if (fails === 2) tell("offline");
    atOnce = false;
    return status === 429 ? 5000 : Math.min(2000, 500 * fails);
  }

  function took(news, sent) {
    arriving = false;
    outbox = outbox.filter((each) => !sent.includes(each));
    line.news = news;
    if (news.you === "replaced") return wasReplaced(news);
    const signals = received(news);
    tell("news", news);
    for (const { kind, data } of signals) tell("signal", kind, data);
    for (const each of news.said ?? []) {
      if (each.n <= saidAfter) continue;
      saidAfter = each.n;
      tell("said", each);
    }
    return performance.now() < eagerUntil ? Math.min(EAGER_PAUSE, news.again_in) : Math.max(50, news.again_in);
  }

  // The signals that are new. A page of the other side that was not there before counts its own from one.
  function received(news) {
    const other = news.other?.page ?? line.other;
    if (other !== line.other) {
      [line.other, after] = [other, 0];
      outbox = outbox.filter((each) => each.to === other);
      tell("other", other);
    }
    const signals = news.signals.filter((each) => each.n > after);
    after = Math.max(after, ...signals.map((each) => each.n));
    return signals;
  }

  function wasReplaced(news) {
    if (!replaced) {
      [replaced, outbox] = [true, []];
      tell("replaced");
    }
    return Math.max(2000, news.again_in);
  }

  return line;
}
