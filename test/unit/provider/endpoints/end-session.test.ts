import assert from "node:assert/strict";
import { test } from "node:test";
import { generateKeyPair, SignJWT } from "jose";
import { cookieName } from "../../../../src/provider/browser/cookies.ts";
import { createFormToken } from "../../../../src/provider/browser/form-token.ts";
import type { ProviderOptions } from "../../../../src/provider/options.ts";
import type { Session } from "../../../../src/provider/stores/records.ts";
import { createIdToken } from "../../../../src/provider/tokens/create-id-token.ts";
import { createTokenSet } from "../../../../src/tokens/token-set.ts";
import {
  issueFor,
  type ProviderSetup,
  relyingParty,
  setUpProvider,
  signIn,
  webClient,
} from "../../../fixtures/provider/idtoken-setup.ts";

const endpoint = "https://id.example.com/end-session";
const back = "https://app.example.com/bye";

test("end session: with an ID token of the person who is signed in it ends the session and goes back (OpenID Connect RP-Initiated Logout §2)", async () => {
  const browser = await signedIn();
  const response = await browser.get({
    id_token_hint: await browser.hint(),
    post_logout_redirect_uri: back,
    state: "s t&1",
  });
  assert.deepEqual([response.status, response.headers.get("location")], [303, `${back}?state=s+t%261`]);
  assert.match(response.headers.get("set-cookie") ?? "", /^__Host-ti_session=;.*Max-Age=0/);
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(await browser.isSignedIn(), false);
});

test("end session: our own client starts and finishes it", async () => {
  const browser = await signedIn();
  const client = relyingParty(browser.setup, { post_logout_redirect_uris: [back] });
  const id_token = await browser.hint();
  const answer = { access_token: "a", token_type: "Bearer", id_token };
  const tokens = createTokenSet(answer, { claims, issuer: "https://id.example.com", receivedAt: 0 });
  const { url, transaction } = await client.startLogout(tokens, { post_logout_redirect_uri: back });
  const response = await browser.setup.provider.fetch(url, { headers: { Cookie: browser.cookie } });
  assert.ok(transaction !== undefined);
  await client.finishLogout(response.headers.get("location") ?? "", transaction);
  assert.equal(await browser.isSignedIn(), false);
});

test("end session: a form works like a query (OpenID Connect RP-Initiated Logout §2)", async () => {
  const browser = await signedIn();
  const response = await browser.post({ id_token_hint: await browser.hint(), post_logout_redirect_uri: back });
  assert.deepEqual([response.status, response.headers.get("location")], [303, back]);
  assert.equal(await browser.isSignedIn(), false);
});

test("end session: without an address to go to there is a page", async () => {
  const browser = await signedIn();
  const response = await browser.get({ id_token_hint: await browser.hint() });
  assert.deepEqual([response.status, response.headers.get("location")], [200, null]);
  assert.match(response.headers.get("content-type") ?? "", /^text\/html/);
  assert.equal(await browser.isSignedIn(), false);
});

test("end session: an ID token counts after its end, and after its key was replaced (OpenID Connect RP-Initiated Logout §2)", async () => {
  const browser = await signedIn();
  const hint = await browser.hint();
  await browser.setup.context.keys.rotate("RS256");
  browser.setup.pass(40_000);
  const response = await (await signedIn({}, { sid: "session-2" }, browser.setup)).get({
    id_token_hint: hint,
    post_logout_redirect_uri: back,
  });
  assert.equal(response.status, 303);
});

const untrusted: readonly (readonly [
  title: string,
  make: (setup: ProviderSetup, good: string) => Promise<string> | string,
])[] = [
  [
    "without a signature",
    (_setup, good) => `${Buffer.from('{"alg":"none"}').toString("base64url")}.${good.split(".")[1]}.`,
  ],
  [
    "with a changed claim",
    (_setup, good) =>
      good.replace(/\.[^.]+\./, `.${Buffer.from(JSON.stringify({ ...claims, sub: "alice" })).toString("base64url")}.`),
  ],
  ["of another key", async () => sign(claims, (await generateKeyPair("RS256")).privateKey)],
  [
    "of another issuer",
    (setup) => setup.context.keys.sign({ alg: "RS256" }, { ...claims, iss: "https://other.example.com" }),
  ],
  [
    "of a security event",
    (setup) => setup.context.keys.sign({ alg: "RS256" }, { ...claims, events: { "https://example.com/event": {} } }),
  ],
  [
    "of another kind",
    (setup) => setup.context.keys.sign({ alg: "RS256", typ: "logout+jwt" }, { ...claims, events: {} }),
  ],
  ["for two clients", (setup) => setup.context.keys.sign({ alg: "RS256" }, { ...claims, aud: ["web", "other"] })],
  ["about another person", (setup) => setup.context.keys.sign({ alg: "RS256" }, { ...claims, sub: "bob" })],
  [
    "signed with the client's secret, which it is not registered for",
    () => sign(claims, Buffer.from("web-secret-of-at-least-32-octets-here"), "HS256"),
  ],
  [
    "that is an access token",
    (setup) => setup.context.keys.sign({ alg: "RS256", typ: "at+jwt" }, { ...claims, client_id: "web", jti: "1" }),
  ],
];
for (const [title, make] of untrusted)
  test(`end session: an ID token ${title} ends nothing; the person is asked (OpenID Connect RP-Initiated Logout §6)`, async () => {
    const browser = await signedIn();
    const hint = await make(browser.setup, await browser.hint());
    const response = await browser.get({ id_token_hint: hint, client_id: "web", post_logout_redirect_uri: back });
    assert.deepEqual([response.status, response.headers.get("location")], [200, null]);
    assert.equal(await browser.isSignedIn(), true);
  });

test("end session: an ID token with the client's secret counts where the client registered for that", async () => {
  const browser = await signedIn({ clients: [{ ...webClient, id_token_signed_response_alg: "HS256" }] });
  assert.equal(
    (await browser.get({ id_token_hint: await browser.hint(), post_logout_redirect_uri: back })).status,
    303,
  );
  const other = await signedIn({ clients: [{ ...webClient, id_token_signed_response_alg: "HS256" }] });
  const forged = await sign(claims, Buffer.from("another-secret-of-at-least-32-octets"), "HS256");
  assert.equal((await other.get({ id_token_hint: forged })).status, 200);
  assert.equal(await other.isSignedIn(), true);
});

test("end session: a pairwise subject is compared as the client knows it", async () => {
  const browser = await signedIn({ clients: [{ ...webClient, subject_type: "pairwise" }] });
  assert.equal(
    (await browser.get({ id_token_hint: await browser.hint(), post_logout_redirect_uri: back })).status,
    303,
  );
  const other = await signedIn({ clients: [{ ...webClient, subject_type: "pairwise" }] });
  await other.get({ id_token_hint: await other.setup.context.keys.sign({ alg: "RS256" }, claims) });
  assert.equal(await other.isSignedIn(), true);
});

const refused: readonly (readonly [title: string, parameters: Readonly<Record<string, string>>])[] = [
  ["an address that is not registered", { client_id: "web", post_logout_redirect_uri: "https://evil.example.com/" }],
  ["an address with a slash more", { client_id: "web", post_logout_redirect_uri: `${back}/` }],
  ["an address with a query", { client_id: "web", post_logout_redirect_uri: `${back}?x=1` }],
  ["an address in capitals", { client_id: "web", post_logout_redirect_uri: "https://APP.example.com/bye" }],
  ["an address with a fragment", { client_id: "web", post_logout_redirect_uri: `${back}#x` }],
  ["an address with credentials", { client_id: "web", post_logout_redirect_uri: "https://a@app.example.com/bye" }],
  ["an address without a client", { post_logout_redirect_uri: back }],
  ["an unknown client", { client_id: "nobody" }],
  ["a redirect URI of logins", { client_id: "web", post_logout_redirect_uri: "https://app.example.com/callback" }],
];
for (const [title, parameters] of refused)
  test(`end session: ${title} is refused, and ends nothing (OpenID Connect RP-Initiated Logout §3)`, async () => {
    const browser = await signedIn();
    for (const response of [await browser.get(parameters), await browser.post(parameters)]) {
      assert.deepEqual([response.status, response.headers.get("location")], [400, null]);
      assert.equal(await browser.isSignedIn(), true);
    }
  });

test("end session: a client_id that is not the ID token's is refused", async () => {
  const browser = await signedIn({ clients: [webClient, { ...webClient, client_id: "other" }] });
  const response = await browser.get({ id_token_hint: await browser.hint(), client_id: "other" });
  assert.equal(response.status, 400);
  assert.equal(await browser.isSignedIn(), true);
});

test("end session: an address that would run in our own page is never gone to, even if it was registered", async () => {
  const uri = "javascript:alert(1)";
  const setup = await setUpProvider();
  const web = await setup.context.clients.find("web");
  assert.ok(web !== undefined);
  const { readLogoutRequest } = await import("../../../../src/provider/logout/logout-request.ts");
  const client = { ...web, metadata: { ...web.metadata, post_logout_redirect_uris: [uri] } };
  const context = { ...setup.context, clients: { ...setup.context.clients, find: async () => client } };
  await assert.rejects(readLogoutRequest(context, { client_id: "web", post_logout_redirect_uri: uri }), {
    error: "invalid_request",
  });
});

test("end session: repeated parameters are refused", async () => {
  const { setup } = await signedIn();
  assert.equal((await setup.provider.fetch(`${endpoint}?state=1&state=2`)).status, 400);
});

test("end session: without a session it goes back all the same, and removes what is left of the cookie", async () => {
  const { provider } = await setUpProvider();
  const url = `${endpoint}?${new URLSearchParams({ client_id: "web", post_logout_redirect_uri: back })}`;
  const response = await provider.fetch(url, { headers: { Cookie: "__Host-ti_session=stale" } });
  assert.deepEqual([response.status, response.headers.get("location")], [303, back]);
  assert.match(response.headers.get("set-cookie") ?? "", /Max-Age=0/);
  assert.equal((await provider.fetch(url)).headers.get("set-cookie"), null);
});

test("end session: the person who is asked signs out by a form of this browser only (RFC 9700 §4.7)", async () => {
  const browser = await signedIn();
  const asked = await browser.get({ client_id: "web", post_logout_redirect_uri: back, state: "x" });
  assert.equal(asked.status, 200);
  const form = await browser.formOf(asked);
  const forged = await browser.confirm({ ...form.members, csrf_token: "0".repeat(43), decision: "allow" }, form.cookie);
  assert.deepEqual([forged.status, await browser.isSignedIn()], [403, true]);
  const elsewhere = await browser.confirm({ ...form.members, decision: "allow" }, "");
  assert.deepEqual([elsewhere.status, await browser.isSignedIn()], [403, true]);
  const undecided = await browser.confirm(form.members, form.cookie);
  assert.deepEqual([undecided.status, await browser.isSignedIn()], [400, true]);
  const stayed = await browser.confirm({ ...form.members, decision: "deny" }, form.cookie);
  assert.deepEqual([stayed.status, stayed.headers.get("location"), await browser.isSignedIn()], [200, null, true]);
  const left = await browser.confirm({ ...form.members, decision: "allow" }, form.cookie);
  assert.deepEqual(
    [left.status, left.headers.get("location"), await browser.isSignedIn()],
    [303, `${back}?state=x`, false],
  );
});

test("end session: the form can't be made to go elsewhere", async () => {
  const browser = await signedIn();
  const form = await browser.formOf(await browser.get({}));
  const members = {
    ...form.members,
    decision: "allow",
    client_id: "web",
    post_logout_redirect_uri: "https://evil.example.com/",
  };
  const response = await browser.confirm(members, form.cookie);
  assert.deepEqual([response.status, await browser.isSignedIn()], [400, true]);
});

test("end session: who has signed out in another tab meanwhile is told so", async () => {
  const browser = await signedIn();
  const form = await browser.formOf(await browser.get({}));
  await browser.setup.store.sessions.remove(browser.session.hash);
  assert.equal((await browser.confirm({ ...form.members, decision: "allow" }, form.cookie)).status, 200);
});

test("end session: a look, or a page loaded ahead of time, signs nobody out", async () => {
  const browser = await signedIn();
  const url = `${endpoint}?id_token_hint=${await browser.hint()}`;
  const headers = { Cookie: browser.cookie };
  await browser.setup.provider.fetch(url, { method: "HEAD", headers });
  await browser.setup.provider.fetch(url, { headers: { ...headers, "Sec-Purpose": "prefetch;prerender" } });
  assert.equal(await browser.isSignedIn(), true);
});

test("end session: a form of another site, which comes without cookies, is posted once more by a page of ours", async () => {
  const browser = await signedIn();
  const body = new URLSearchParams({ id_token_hint: await browser.hint(), post_logout_redirect_uri: back });
  const post = (headers: Record<string, string>, extra: Record<string, string> = {}): Promise<Response> =>
    browser.setup.provider.fetch(endpoint, {
      method: "POST",
      headers,
      body: new URLSearchParams({ ...Object.fromEntries(body), ...extra }),
    });
  for (const headers of [{ "Sec-Fetch-Site": "cross-site" }, { Origin: "https://app.example.com" }]) {
    const response = await post(headers);
    assert.equal(response.status, 200);
    assert.match(await response.text(), /posted_again/);
    assert.equal(await browser.isSignedIn(), true);
    assert.equal((await post(headers, { posted_again: "1" })).status, 303, "once only");
  }
  assert.equal(
    (await post({ "Sec-Fetch-Site": "same-origin", Cookie: browser.cookie }, { posted_again: "1" })).status,
    303,
  );
  assert.equal(await browser.isSignedIn(), false);
});

test("end session: ends what hangs on the session, and leaves what may outlive it (OpenID Connect Core §11)", async () => {
  const browser = await signedIn();
  const bound = await issueFor(browser.setup, { sid: "session-1" });
  const offline = await issueFor(browser.setup, { sid: "session-1", isOffline: true });
  await browser.get({ id_token_hint: await browser.hint() });
  const statusOf = async (token: string): Promise<number> =>
    (
      await browser.setup.provider.fetch("https://id.example.com/userinfo", {
        headers: { Authorization: `Bearer ${token}` },
      })
    ).status;
  assert.deepEqual([await statusOf(bound.token), await statusOf(offline.token)], [401, 200]);
});

test("end session: clients with a front channel are told in frames, and the browser goes on a little later (OpenID Connect Front-Channel Logout §2)", async () => {
  const clients = [
    {
      ...webClient,
      frontchannel_logout_uri: "https://app.example.com/out?a=1&b=%22",
      frontchannel_logout_session_required: true,
    },
    { ...webClient, client_id: "second", frontchannel_logout_uri: "https://second.example.com/out" },
    { ...webClient, client_id: "plain", frontchannel_logout_uri: "http://plain.example.com/out" },
    { ...webClient, client_id: "elsewhere", frontchannel_logout_uri: "https://elsewhere.example.com/out" },
  ];
  const browser = await signedIn({ clients }, { clientIds: ["web", "second", "plain", "gone"] });
  const response = await browser.get({
    id_token_hint: await browser.hint(),
    post_logout_redirect_uri: back,
    state: "x",
  });
  assert.deepEqual([response.status, response.headers.get("refresh")], [200, `2;url=${back}?state=x`]);
  assert.match(
    response.headers.get("content-security-policy") ?? "",
    /(?:^|; )frame-src https:\/\/app\.example\.com https:\/\/second\.example\.com(?:;|$)/,
  );
  const frames = [...(await response.text()).matchAll(/<iframe src="([^"]*)"/g)].map(([, src]) => src);
  assert.deepEqual(frames, [
    "https://app.example.com/out?a=1&amp;b=%22&amp;iss=https%3A%2F%2Fid.example.com&amp;sid=session-1",
    "https://second.example.com/out",
  ]);
  assert.equal(await browser.isSignedIn(), false);
});

test("end session: front channel without an address to go to stays on the page", async () => {
  const clients = [{ ...webClient, frontchannel_logout_uri: "https://app.example.com/out" }];
  const browser = await signedIn({ clients });
  const response = await browser.get({ id_token_hint: await browser.hint() });
  assert.equal(response.headers.get("refresh"), null);
  assert.match(await response.text(), /<iframe/);
});

test("end session: tells the back channel of every client (OpenID Connect Back-Channel Logout §2.3)", async () => {
  const called: string[] = [];
  const browser = await signedIn({
    clients: [{ ...webClient, backchannel_logout_uri: "https://app.example.com/backchannel" }],
    async fetch(url) {
      called.push(url);
      return new Response(null);
    },
  });
  await browser.get({ id_token_hint: await browser.hint() });
  await browser.setup.waitFor("logout.delivered");
  await browser.setup.provider.close();
  assert.deepEqual(called, ["https://app.example.com/backchannel"]);
});

const claims = { iss: "https://id.example.com", sub: "alice", aud: "web", iat: 1_800_000_000, exp: 1_800_003_600 };

function sign(payload: typeof claims, key: CryptoKey | Uint8Array, alg = "RS256"): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg }).sign(key);
}

/** A browser in which Alice is signed in. */
async function signedIn(options: Partial<ProviderOptions> = {}, changes: Partial<Session> = {}, known?: ProviderSetup) {
  const setup = known ?? (await setUpProvider(options));
  const { provider, context, store } = setup;
  const { session, cookie } = await signIn(setup, changes);
  const headers = { Cookie: cookie };
  return {
    setup,
    session,
    cookie,
    get: (parameters: Readonly<Record<string, string>>) =>
      provider.fetch(`${endpoint}?${new URLSearchParams(parameters)}`, { headers }),
    post: (parameters: Readonly<Record<string, string>>) =>
      provider.fetch(endpoint, { method: "POST", headers, body: new URLSearchParams(parameters) }),
    isSignedIn: async () => (await store.sessions.find(session.hash)) !== undefined,
    async hint() {
      const [client, account] = [await context.clients.find("web"), await context.accounts.find("alice")];
      assert.ok(client !== undefined && account !== undefined);
      const { grant } = await issueFor(setup, { sid: session.sid });
      return createIdToken(context, { client, account, grant });
    },
    /** What the page's form would post, with the cookie that it is bound to. */
    async formOf(page: Response) {
      const name = cookieName(context, "browser");
      const written = page.headers.getSetCookie().find((each) => each.startsWith(`${name}=`)) ?? "";
      const id = written.slice(name.length + 1).split(";", 1)[0] ?? "";
      const text = await page.text();
      const csrf_token = await createFormToken(context, id, "logout");
      assert.ok(text.includes(csrf_token), "the page has the token");
      const members: Record<string, string> = { csrf_token };
      if (text.includes(back)) Object.assign(members, { client_id: "web", post_logout_redirect_uri: back, state: "x" });
      return { members, cookie: `${name}=${id}` };
    },
    confirm: (members: Readonly<Record<string, string>>, browserCookie: string) =>
      provider.fetch(`${endpoint}/confirm`, {
        method: "POST",
        headers: { Cookie: `${cookie}; ${browserCookie}` },
        body: new URLSearchParams(members),
      }),
  };
}
