import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { logoutEverywhere } from "../../../../src/provider/logout/logout-everywhere.ts";
import { onSessionEnded } from "../../../../src/provider/logout/on-session-ended.ts";
import type { ProviderOptions } from "../../../../src/provider/options.ts";
import {
  issueFor,
  type ProviderSetup,
  relyingParty,
  setUpProvider,
  signIn,
  webClient,
} from "../../../fixtures/provider/idtoken-setup.ts";

const uri = "https://app.example.com/backchannel";
const client = { ...webClient, backchannel_logout_uri: uri };

test("back-channel logout: our own client verifies the token and ends the session (OpenID Connect Back-Channel Logout §2.6)", async () => {
  const ended: unknown[] = [];
  const setup = await setUp({}, async (request) => {
    const answer = await relyingParty(setup).handleBackchannelLogout(request, {
      endSessions: ({ sid, sub }) => void ended.push([sid, sub]),
      onError: (error) => ended.push(error),
    });
    return answer;
  });
  await end(setup);
  const [event] = await setup.waitFor("logout.delivered");
  assert.deepEqual(ended, [["session-1", "alice"]]);
  assert.deepEqual([event?.clientId, event?.accountId, event?.sid], ["web", "alice", "session-1"]);
});

test("back-channel logout: the token has its type, its event and a short life, and no nonce (OpenID Connect Back-Channel Logout §2.4)", async () => {
  const sent: Request[] = [];
  const setup = await setUp({}, async (request) => {
    sent.push(request);
    return new Response(null, { status: 204 });
  });
  await end(setup);
  await setup.waitFor("logout.delivered");
  assert.deepEqual([sent[0]?.method, sent[0]?.url, sent[0]?.redirect], ["POST", uri, "manual"]);
  assert.equal(sent[0]?.headers.get("content-type"), "application/x-www-form-urlencoded");
  const form = new URLSearchParams(await sent[0]?.text());
  assert.deepEqual([...form.keys()], ["logout_token"]);
  const token = form.get("logout_token") ?? "";
  const { alg, typ } = decodeProtectedHeader(token);
  assert.deepEqual([alg, typ], ["RS256", "logout+jwt"]);
  const { jti, ...claims } = decodeJwt(token);
  assert.match(String(jti), /^[A-Za-z0-9_-]{22}$/);
  assert.deepEqual(claims, {
    iss: "https://id.example.com",
    sub: "alice",
    aud: "web",
    iat: 1_800_000_000,
    exp: 1_800_000_120,
    sid: "session-1",
    events: { "http://schemas.openid.net/event/backchannel-logout": {} },
  });
});

test("back-channel logout: goes to every client of the session that wants it, and to no other", async () => {
  const called: string[] = [];
  const clients = [
    client,
    { ...client, client_id: "second", backchannel_logout_uri: "https://second.example.com/out" },
    { ...client, client_id: "elsewhere", backchannel_logout_uri: "https://elsewhere.example.com/out" },
    { ...webClient, client_id: "silent" },
  ];
  const setup = await setUp({ clients }, async ({ url }) => {
    called.push(url);
    return new Response(null);
  });
  await end(setup, ["web", "second", "silent", "gone"]);
  await setup.waitFor("logout.delivered", 2);
  assert.deepEqual(called.sort(), [uri, "https://second.example.com/out"]);
});

test("back-channel logout: is tried again while the client fails, with another jti, because the client may have used up the one before", async () => {
  const identifiers: unknown[] = [];
  const setup = await setUp({}, async (request) => {
    identifiers.push(decodeJwt(new URLSearchParams(await request.text()).get("logout_token") ?? "")["jti"]);
    if (identifiers.length === 1) throw new Error("reset");
    return new Response(null, { status: identifiers.length === 2 ? 503 : 200 });
  });
  await end(setup);
  await setup.waitFor("logout.delivered");
  assert.deepEqual([identifiers.length, new Set(identifiers).size], [3, 3]);
});

test("back-channel logout: is given up after so many attempts, and reported", async () => {
  let attempts = 0;
  const setup = await setUp({ logout: { attempts: 3, firstRetryMs: 1 } }, async () => {
    attempts += 1;
    return new Response(null, { status: 500 });
  });
  await end(setup);
  const [event] = await setup.waitFor("logout.delivery-failed");
  assert.deepEqual([attempts, event?.status, event?.clientId, event?.reason], [3, 500, "web", "the client refused"]);
});

const final: readonly (readonly [title: string, status: number])[] = [
  ["a refusal", 400],
  ["a redirect, which is not followed", 302],
  ["an unknown address", 404],
];
for (const [title, status] of final)
  test(`back-channel logout: ${title} is not tried again`, async () => {
    let attempts = 0;
    const setup = await setUp({}, async () => {
      attempts += 1;
      return new Response(null, { status, headers: { Location: "https://evil.example.com" } });
    });
    await end(setup);
    const [event] = await setup.waitFor("logout.delivery-failed");
    assert.deepEqual([attempts, event?.status], [1, status]);
  });

test("back-channel logout: a client that never answers is left after the timeout", async () => {
  const setup = await setUp({ logout: { attempts: 1, timeoutMs: 20 } }, () => new Promise(() => undefined));
  await end(setup);
  const [event] = await setup.waitFor("logout.delivery-failed");
  assert.equal(event?.reason, "the client did not answer");
});

for (const address of [
  "http://app.example.com/out",
  "https://127.0.0.1/out",
  "https://10.0.0.8/out",
  "https://169.254.169.254/latest",
  "https://[::1]/out",
  "https://intranet/out",
])
  test(`back-channel logout: ${address} is not called`, async () => {
    let isCalled = false;
    const setup = await setUp({ clients: [{ ...client, backchannel_logout_uri: address }] }, async () => {
      isCalled = true;
      return new Response(null);
    });
    await end(setup);
    const [event] = await setup.waitFor("logout.delivery-failed");
    assert.deepEqual([isCalled, event?.reason], [false, "the URL is not one to be called"]);
  });

test("back-channel logout: what does not fit into the queue waits in the store, and is not forgotten", async () => {
  let most = 0;
  let open = 0;
  const setup = await setUp({ logout: { maxPending: 1 } }, async () => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setTimeout(resolve, 20));
    open -= 1;
    return new Response(null);
  });
  for (const sid of ["one", "two", "three"]) await signIn(setup, { sid, clientIds: ["web"] });
  await logoutEverywhere(setup.context, "alice", { reason: "test" });
  const told = await setup.waitFor("logout.delivered", 3);
  assert.deepEqual(told.map(({ sid }) => sid).sort(), ["one", "three", "two"]);
  assert.equal(most, 1);
  await setup.context.lifecycle.settle(5000);
  assert.deepEqual(await setup.store.deliveries.list({ limit: 9 }), { items: [] });
});

test("back-channel logout: nobody waits for it, and close gives who waits a last attempt", async () => {
  let attempts = 0;
  const setup = await setUp({ logout: { firstRetryMs: 60_000 } }, async () => {
    attempts += 1;
    return new Response(null, { status: attempts === 1 ? 503 : 200 });
  });
  await end(setup);
  assert.equal(attempts, 0);
  for (let turn = 0; turn < 500 && attempts === 0; turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  setup.context.logout.hurry();
  await setup.context.lifecycle.settle(5000);
  assert.equal(attempts, 2);
  assert.equal((await setup.waitFor("logout.delivered")).length, 1);
});

test("back-channel logout: a token that can't be made is tried again like a client that fails", async () => {
  const setup = await setUp({ logout: { attempts: 2, firstRetryMs: 1 } }, async () => new Response(null));
  let tries = 0;
  const { keys } = setup.context;
  const sign: typeof keys.sign = async (header, claims) => {
    tries += 1;
    if (tries === 1) throw new Error("down");
    return keys.sign(header, claims);
  };
  await onSessionEnded({ ...setup.context, keys: { ...keys, sign } }, (await signIn(setup)).session, {
    reason: "logout",
  });
  await setup.waitFor("logout.delivered");
  assert.equal(tries, 2);
});

test("logout everywhere: ends all sessions and their grants, and offline ones where that is asked", async () => {
  const delivered: string[] = [];
  const setup = await setUp({}, async (request) => {
    delivered.push(String(decodeJwt(new URLSearchParams(await request.text()).get("logout_token") ?? "")["sid"]));
    return new Response(null);
  });
  await signIn(setup, { sid: "one" });
  await signIn(setup, { sid: "two" });
  const bound = await issueFor(setup, { sid: "one" });
  const offline = await issueFor(setup, { sid: "two", isOffline: true });
  const isAlive = async (id: string): Promise<boolean> =>
    (await setup.store.grants.findGrant(id))?.revokedAtMs === undefined;
  await logoutEverywhere(setup.context, "alice", { reason: "test" });
  await setup.waitFor("logout.delivered", 2);
  assert.deepEqual(delivered.sort(), ["one", "two"]);
  assert.deepEqual([await isAlive(bound.grant.id), await isAlive(offline.grant.id)], [false, true]);
  await logoutEverywhere(setup.context, "alice", { reason: "test", includeOffline: true });
  assert.equal(await isAlive(offline.grant.id), false);
});

const refusedOptions: readonly (readonly [logout: object, parameter: string])[] = [
  [{ attempts: 0 }, "logout.attempts"],
  [{ attempts: 11 }, "logout.attempts"],
  [{ timeoutMs: 1.5 }, "logout.timeoutMs"],
  [{ attempt: 3 }, "logout.attempt"],
];
for (const [logout, parameter] of refusedOptions)
  test(`logout options: ${JSON.stringify(logout)} is refused`, async () => {
    await assert.rejects(setUpProvider({ logout }), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });

function setUp(
  options: Partial<ProviderOptions>,
  answer: (request: Request) => Promise<Response>,
): Promise<ProviderSetup> {
  return setUpProvider({
    clients: [client],
    logout: { firstRetryMs: 1 },
    fetch: (url, init) => answer(new Request(url, { ...init, signal: null })),
    ...options,
  });
}

async function end(setup: ProviderSetup, clientIds: readonly string[] = ["web"]): Promise<void> {
  const { session } = await signIn(setup, { clientIds });
  await onSessionEnded(setup.context, session, { reason: "logout" });
}
