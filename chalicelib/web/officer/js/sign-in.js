// Signing in at the force's identity provider: OpenID Connect, authorization code with PKCE, as a public client (ADR 21).
//
// The tokens stay in this module's memory. Over the way to the provider and back the tab keeps what proves that the answer belongs to
// its question (state, nonce, verifier) and which job was meant; it is taken out again as soon as the answer is there.

import { oauth } from "../../static/oauth4webapi.js";
import { address, home, known } from "./place.js";

const NAME = "evr-sign-in";
const AGAIN = "evr-signed-in";
const CHANNEL = "evr-officer-sign-in";
// A second sign-in runs in a small window, whose answer comes back by a channel; its state says so.
const SMALL = "small.";
const client = { client_id: known.client };
// Only a provider on this very machine is spoken to without TLS.
const plain = /^http:\/\/(127\.0\.0\.1|localhost):/.test(known.issuer);
const options = plain ? { [oauth.allowInsecureRequests]: true } : {};

let provider = null;
let tokens = null;
let pending = null;

const tab = {
  put(name, value) {
    try {
      sessionStorage.setItem(name, JSON.stringify(value));
    } catch {
      // A browser that keeps nothing cannot come back from the provider; it is told so there.
    }
  },
  take(name) {
    try {
      const found = JSON.parse(sessionStorage.getItem(name));
      sessionStorage.removeItem(name);
      return found;
    } catch {
      return null;
    }
  },
};

export class NotSignedIn extends Error {
  // `why`: denied | wrong | unreachable | other_person
  constructor(why, cause) {
    super(why, { cause });
    this.why = why;
  }
}

async function discovered() {
  if (provider) return provider;
  const issuer = new URL(known.issuer);
  try {
    provider = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
  } catch (error) {
    throw new NotSignedIn(error instanceof TypeError ? "unreachable" : "wrong", error);
  }
  return provider;
}

async function question(small) {
  const asked = {
    state: (small ? SMALL : "") + oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
  };
  const to = new URL((await discovered()).authorization_endpoint);
  const sent = {
    client_id: known.client,
    redirect_uri: home(),
    response_type: "code",
    scope: known.scopes,
    state: asked.state,
    nonce: asked.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(asked.verifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(sent)) to.searchParams.set(name, value);
  return { asked, to };
}

// Go to the provider's page; the tab comes back to this one with an answer.
export async function signIn(job) {
  const { asked, to } = await question(false);
  tab.put(NAME, { ...asked, job });
  location.assign(to);
}

// Whether this tab was signed in before a reload: then nobody has to press the button once more.
export const wasSignedIn = () => tab.take(AGAIN) === true;

const answerIn = (search) => {
  const found = new URLSearchParams(search);
  return found.has("state") && (found.has("code") || found.has("error")) ? found : null;
};

// The answer in the address, if there is one: "done", "small" in the small window, or "" without an answer. Raises NotSignedIn.
export async function takeAnswer() {
  const found = answerIn(location.search);
  if (!found) return "";
  if (found.get("state").startsWith(SMALL)) {
    new BroadcastChannel(CHANNEL).postMessage(location.search);
    history.replaceState(null, "", home());
    return "small";
  }
  const asked = tab.take(NAME);
  history.replaceState(null, "", address(asked?.job));
  if (!asked) throw new NotSignedIn("wrong");
  found.delete("force"); // ours, in the address of a local system
  await redeem(found, asked);
  tab.put(AGAIN, true);
  return "done";
}

async function redeem(found, asked) {
  const server = await discovered();
  let answer;
  try {
    const checked = oauth.validateAuthResponse(server, client, found, asked.state);
    answer = await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), checked, home(), asked.verifier, options);
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) throw new NotSignedIn("denied", error);
    throw new NotSignedIn(error instanceof TypeError && error.message.includes("fetch") ? "unreachable" : "wrong", error);
  }
  await keep(() => oauth.processAuthorizationCodeResponse(server, client, answer, { expectedNonce: asked.nonce, requireIdToken: true }), answer);
}

// Keep the tokens once the ID token is found good: issuer, client, nonce, times (the library), and its signature.
async function keep(process, answer) {
  try {
    const got = await process();
    if (got.id_token) await oauth.validateApplicationLevelSignature(provider, answer, options);
    const who = oauth.getValidatedIdTokenClaims(got)?.sub ?? tokens?.who;
    if (tokens && tokens.who !== who) throw new NotSignedIn("other_person");
    const seconds = got.expires_in ?? 300;
    tokens = { who, access: got.access_token, id: got.id_token ?? tokens?.id, refresh: got.refresh_token ?? tokens?.refresh, until: Date.now() + seconds * 1000 };
  } catch (error) {
    throw error instanceof NotSignedIn ? error : new NotSignedIn("wrong", error);
  }
}

export const token = () => tokens?.access;
export const until = () => tokens?.until ?? 0;

// A new token without a word, where the provider gave the means; says whether it did.
export async function renewSilently() {
  if (!tokens?.refresh) return false;
  try {
    const answer = await oauth.refreshTokenGrantRequest(provider, client, oauth.None(), tokens.refresh, options);
    await keep(() => oauth.processRefreshTokenResponse(provider, client, answer), answer);
    return true;
  } catch {
    tokens.refresh = undefined; // over: now the person is asked
    return false;
  }
}

// Sign in again in a small window, while the call goes on in this one. Resolves once it is done. Raises NotSignedIn.
export async function renewInWindow() {
  const frame = window.open("about:blank", "evr-sign-in", "popup,width=520,height=680");
  if (!frame) throw new NotSignedIn("blocked");
  const { asked, to } = await question(true);
  pending?.close();
  const channel = (pending = new BroadcastChannel(CHANNEL));
  const came = new Promise((done) => (channel.onmessage = (event) => done(event.data)));
  frame.location = to.href;
  const found = answerIn(await came);
  channel.close();
  found?.delete("force");
  if (found?.get("state") !== asked.state) throw new NotSignedIn("wrong");
  await redeem(found, asked);
}

// Forget the tokens, and tell the provider where it wants to be told.
export async function signOut() {
  const [hint, server] = [tokens?.id, provider];
  tokens = null;
  tab.take(AGAIN);
  if (!server?.end_session_endpoint) return;
  const to = new URL(server.end_session_endpoint);
  to.searchParams.set("post_logout_redirect_uri", home());
  to.searchParams.set("client_id", known.client);
  if (hint) to.searchParams.set("id_token_hint", hint);
  location.assign(to);
}

// Whoever reloads the page comes back into the room without a further press.
export const rememberForReload = () => tokens && tab.put(AGAIN, true);
