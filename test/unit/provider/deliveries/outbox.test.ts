import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJwt } from "jose";
import { enqueueDelivery, sendDueDeliveries, writeDeliveries } from "../../../../src/provider/deliveries/outbox.ts";
import { announceLogout, onSessionEnded } from "../../../../src/provider/logout/on-session-ended.ts";
import type { ProviderOptions } from "../../../../src/provider/options.ts";
import { endAccountSessions, endSession } from "../../../../src/provider/sessions/sessions.ts";
import { createMemoryStore } from "../../../../src/provider/stores/memory/memory-store.ts";
import type { ProviderStore } from "../../../../src/provider/stores/store.ts";
import { createFaultyStore } from "../../../fixtures/provider/faulty-store.ts";
import { type ProviderSetup, setUpProvider, signIn, webClient } from "../../../fixtures/provider/idtoken-setup.ts";

const client = { ...webClient, backchannel_logout_uri: "https://app.example.com/backchannel" };
const lease = 36;

test("outbox: a logout is written down before its session is removed, so that no crash comes between", async () => {
  const faulty = createFaultyStore(createMemoryStore());
  const setup = await setUp(faulty.store);
  for (const end of [
    (sid: string) => signIn(setup, { sid }).then(({ session }) => endSession(setup.context, session, "test")),
    (sid: string) => signIn(setup, { sid }).then(() => endAccountSessions(setup.context, "alice", "test")),
  ]) {
    faulty.calls.length = 0;
    await end("one");
    const steps = faulty.calls.filter((verb) => /^deliveries\.put$|^sessions\.remove/.test(verb));
    assert.equal(steps[0], "deliveries.put");
    assert.match(steps[1] ?? "", /^sessions\.remove/);
    await setup.context.lifecycle.settle(2000);
  }
});

test("outbox: a session does not end where its deliveries can't be written down; the next try ends it", async () => {
  const faulty = createFaultyStore(createMemoryStore());
  const setup = await setUp(faulty.store);
  const { session } = await signIn(setup);
  faulty.failAt({ verb: "deliveries.put", when: "before" });
  await assert.rejects(endSession(setup.context, session, "test"), /deliveries\.put failed/);
  assert.notEqual(await setup.store.sessions.findBySid("session-1"), undefined);
  await endSession(setup.context, session, "test");
  await setup.waitFor("logout.delivered");
});

test("outbox: what a process took and did not finish, another sends when its time is over", async () => {
  const store = createMemoryStore();
  const [dead, alive] = [await setUp(store), await setUp(store)];
  await announceLogout(dead.context, (await signIn(dead)).session);
  assert.equal(await sendDueDeliveries(alive.context), 0);
  alive.pass(lease);
  assert.equal(await alive.provider.deliver(), 1);
  const [event] = await alive.waitFor("logout.delivered");
  assert.deepEqual([event?.clientId, event?.accountId, event?.sid], ["web", "alice", "session-1"]);
  await alive.context.lifecycle.settle(2000);
  assert.deepEqual(await store.deliveries.list({ limit: 9 }), { items: [] });
});

test("outbox: of 20 processes that look at the same moment, one sends", async () => {
  const store = createMemoryStore();
  let sent = 0;
  const count = async (): Promise<Response> => {
    sent += 1;
    return new Response(null);
  };
  const all = await Promise.all(Array.from({ length: 20 }, () => setUp(store, {}, count)));
  await announceLogout((await setUp(store)).context, (await signIn(all[0] ?? assert.fail())).session);
  for (const { pass } of all) pass(lease);
  const begun = await Promise.all(all.map(({ provider }) => provider.deliver()));
  assert.equal(begun.filter((number) => number === 1).length, 1);
  await Promise.all(
    all.map(({ context, provider }) => Promise.all([context.lifecycle.settle(2000), provider.close()])),
  );
  assert.equal(sent, 1);
});

test("outbox: the same end of a session told twice is one delivery, with a token of its own for each attempt", async () => {
  const store = createMemoryStore();
  const identifiers: unknown[] = [];
  const answer = async (request: Request): Promise<Response> => {
    identifiers.push(decodeJwt(new URLSearchParams(await request.text()).get("logout_token") ?? "").jti);
    return new Response(null, { status: identifiers.length === 1 ? 503 : 204 });
  };
  const slow = { logout: { firstRetryMs: 60_000 } };
  const [dying, other] = [await setUp(store, slow, answer), await setUp(store, {}, answer)];
  const { session } = await signIn(dying);
  await onSessionEnded(dying.context, session, { reason: "test" });
  await onSessionEnded(other.context, session, { reason: "test" });
  for (let turn = 0; turn < 500 && identifiers.length === 0; turn += 1) await pause(5);
  await pause(20);
  other.pass(lease + 120);
  assert.equal(await other.provider.deliver(), 1);
  await other.waitFor("logout.delivered");
  assert.equal(identifiers.length, 2);
  assert.notEqual(identifiers[0], identifiers[1]);
  dying.context.logout.hurry();
  await dying.context.lifecycle.settle(2000);
});

test("outbox: a process that ends leaves what it could not send to others, and says nothing of a failure", async () => {
  const store = createMemoryStore();
  const answers = [503, 503, 200];
  const answer = async (): Promise<Response> => new Response(null, { status: answers.shift() ?? 500 });
  const [ending, other] = [
    await setUp(store, { logout: { firstRetryMs: 60_000 } }, answer),
    await setUp(store, {}, answer),
  ];
  await onSessionEnded(ending.context, (await signIn(ending)).session, { reason: "test" });
  for (let turn = 0; turn < 500 && answers.length === 3; turn += 1) await pause(5);
  ending.context.logout.hurry();
  await ending.context.lifecycle.settle(2000);
  assert.deepEqual([answers.length, ending.events.some(({ type }) => type === "logout.delivery-failed")], [1, false]);
  other.pass(300);
  assert.equal(await other.provider.deliver(), 1);
  await other.waitFor("logout.delivered");
});

test("outbox: a process with a store of its own leaves nothing behind, and tells of the failure", async () => {
  const setup = await setUp(
    undefined,
    { logout: { firstRetryMs: 60_000 } },
    async () => new Response(null, { status: 503 }),
  );
  await enqueueDelivery(setup.context, {
    kind: "backchannel_logout",
    clientId: "web",
    accountId: "alice",
    payload: { sid: "one", jti: "a" },
  });
  await pause(30);
  setup.context.logout.hurry();
  await setup.context.lifecycle.settle(2000);
  const [event] = await setup.waitFor("logout.delivery-failed");
  assert.deepEqual([event?.status, event?.reason], [503, "the client refused"]);
});

test("outbox: a delivery that ended a process each time is given up, and what came too late as well", async () => {
  const store = createMemoryStore();
  const setup = await setUp(store, { logout: { attempts: 2, firstRetryMs: 1 } });
  await announceLogout(setup.context, (await signIn(setup)).session);
  const claim = { kinds: ["backchannel_logout"], untilMs: 0, limit: 1 };
  setup.pass(lease);
  await store.deliveries.claim({ ...claim, nowMs: setup.context.clock() });
  assert.equal(await setup.provider.deliver(), 1);
  const [event] = await setup.waitFor("logout.delivery-failed");
  assert.equal(event?.reason, "every attempt ended without an outcome");
  await setup.context.lifecycle.settle(2000);
  await announceLogout(setup.context, (await signIn(setup, { sid: "late" })).session);
  setup.pass(86_400);
  assert.equal(await setup.provider.deliver(), 0);
  await setup.provider.sweep();
  assert.deepEqual(await store.deliveries.list({ limit: 9 }), { items: [] });
});

test("outbox: a retry that would come too late is not waited for", async () => {
  const store = createMemoryStore();
  const setup = await setUp(
    store,
    { logout: { firstRetryMs: 100_000 } },
    async () => new Response(null, { status: 503 }),
  );
  await announceLogout(setup.context, (await signIn(setup)).session);
  setup.pass(86_399);
  assert.equal(await setup.provider.deliver(), 1);
  await setup.waitFor("logout.delivery-failed");
});

test("outbox: who was overtaken while it waited, or can't write that it waits, sends nothing more", async () => {
  const faulty = createFaultyStore(createMemoryStore());
  let sent = 0;
  const answer = async (): Promise<Response> => {
    sent += 1;
    return new Response(null, { status: 503 });
  };
  const setup = await setUp(faulty.store, {}, answer);
  faulty.failAt({ verb: "deliveries.update", when: "before" });
  await onSessionEnded(setup.context, (await signIn(setup)).session, { reason: "test" });
  await setup.context.lifecycle.settle(2000);
  assert.equal(sent, 1);
  assert.equal((await setup.store.deliveries.list({ limit: 9 })).items.length, 1);
});

test("outbox: a kind that this process does not know is not taken, and is not lost", async () => {
  const store = createMemoryStore();
  const setup = await setUp(store);
  const [mine] = await writeDeliveries(setup.context, [{ kind: "of_a_later_version", clientId: "web", payload: {} }]);
  assert.equal(mine?.kind, "of_a_later_version");
  setup.pass(lease);
  assert.equal(await setup.provider.deliver(), 0);
  await enqueueDelivery(setup.context, { kind: "another", clientId: "web", payload: {} });
  await setup.context.lifecycle.settle(2000);
  assert.deepEqual((await store.deliveries.list({ limit: 9 })).items.map(({ kind }) => kind).sort(), [
    "another",
    "of_a_later_version",
  ]);
});

test("outbox: where a client can't be looked for, it is looked for again when it is told", async () => {
  const faulty = createFaultyStore(createMemoryStore());
  const setup = await setUp(faulty.store, { clients: [] });
  const metadata = { redirect_uris: [], backchannel_logout_uri: client.backchannel_logout_uri };
  await setup.store.clients.put({ clientId: "web", metadata, secrets: [], createdAtMs: 0, version: 1 });
  faulty.failAt({ verb: "clients.find", when: "before" });
  await onSessionEnded(setup.context, (await signIn(setup)).session, { reason: "test" });
  await setup.waitFor("logout.delivered");
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function setUp(
  store: ProviderStore | undefined,
  options: Partial<ProviderOptions> = {},
  answer: (request: Request) => Promise<Response> = async () => new Response(null, { status: 204 }),
): Promise<ProviderSetup> {
  return setUpProvider({
    clients: [client],
    logout: { firstRetryMs: 1 },
    fetch: (url, init) => answer(new Request(url, { ...init, signal: null })),
    store,
    ...options,
  });
}
