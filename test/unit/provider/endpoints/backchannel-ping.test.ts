import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../../../src/index.ts";
import type { ConfiguredClient } from "../../../../src/provider/clients/registered-client.ts";
import type { ProviderOptions } from "../../../../src/provider/options.ts";
import type { BackchannelRequest } from "../../../../src/provider/pending/ciba-options.ts";
import {
  basic,
  createGrantsProvider,
  type GrantsProvider,
  issuer,
} from "../../../fixtures/provider/grants-provider.ts";

const endpoint = "https://app.example.com/ciba";
const token = "notification-token-of-this-request";
const pinged: ConfiguredClient = {
  client_id: "pinged",
  client_secret: "pinged-secret",
  grant_types: ["urn:openid:params:grant-type:ciba"],
  backchannel_token_delivery_mode: "ping",
  backchannel_client_notification_endpoint: endpoint,
};
const headers = { authorization: basic("pinged", "pinged-secret") };

interface Ping extends GrantsProvider {
  readonly sent: readonly Request[];
  readonly ask: (more?: Readonly<Record<string, string>>) => ReturnType<GrantsProvider["post"]>;
  readonly decide: (allow: boolean) => Promise<string>;
  readonly waitFor: (type: string, count?: number) => Promise<GrantsProvider["events"]>;
}

function start(
  answer: (attempt: number) => Response | Promise<Response> = () => new Response(null, { status: 204 }),
  options: Partial<ProviderOptions> = {},
): Ping {
  const sent: Request[] = [];
  const notified: BackchannelRequest[] = [];
  const made = createGrantsProvider({
    clients: [pinged],
    ciba: { notify: (request) => void notified.push(request) },
    logout: { firstRetryMs: 1 },
    fetch: async (url, init) => {
      sent.push(new Request(url, { ...init, signal: null }));
      return answer(sent.length);
    },
    ...options,
  });
  return {
    ...made,
    sent,
    ask: (more = { client_notification_token: token }) =>
      made.post({ path: "/bc-authorize", form: { scope: "openid", login_hint: "alice", ...more }, headers }),
    decide: (allow) => {
      const requestId = notified.at(-1)?.requestId ?? "";
      const yes = { requestId, allow: true, accountId: "alice", amr: ["fpt"] } as const;
      return made.provider.admin.completeBackchannelAuthentication(allow ? yes : { requestId, allow: false });
    },
    async waitFor(type, count = 1) {
      const found = () => made.events.filter((event) => event.type === type);
      for (let tries = 0; tries < 400 && found().length < count; tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 5));
      return found();
    },
  };
}

test("CIBA ping: when the person has agreed the client is told with its own token, and fetches its tokens (CIBA Core §10.2)", async () => {
  const made = start();
  const { status, body } = await made.ask();
  assert.deepEqual([status, body.interval], [200, 5]);
  assert.equal(made.sent.length, 0);
  assert.equal(await made.decide(true), "decided");
  const [event] = await made.waitFor("backchannel.delivered");
  assert.deepEqual([event?.clientId, event?.accountId], ["pinged", "alice"]);
  const [ping] = made.sent;
  assert.deepEqual([made.sent.length, ping?.method, ping?.url, ping?.redirect], [1, "POST", endpoint, "manual"]);
  assert.equal(ping?.headers.get("authorization"), `Bearer ${token}`);
  assert.equal(ping?.headers.get("content-type"), "application/json");
  assert.deepEqual(await ping?.json(), { auth_req_id: body.auth_req_id });
  const form = { grant_type: "urn:openid:params:grant-type:ciba", auth_req_id: String(body.auth_req_id) };
  const tokens = await made.post({ form, headers });
  assert.ok(typeof tokens.body.id_token === "string");
});

test("CIBA ping: this library's client takes it", async () => {
  const made = start();
  const client = createClient({ issuer, client: pinged, fetch: made.provider.fetch, clock: made.now });
  const authentication = await client.startBackchannelAuthentication(
    { scope: "openid", login_hint: "alice" },
    { deliveryMode: "ping" },
  );
  await made.decide(true);
  await made.waitFor("backchannel.delivered");
  const [request] = made.sent;
  const ping = await client.receiveBackchannelPing(
    {
      headers: { authorization: request?.headers.get("authorization") ?? "", "content-type": "application/json" },
      body: (await request?.text()) ?? "",
    },
    { authentication },
  );
  assert.equal((await client.requestBackchannelToken(ping.authentication)).status, "granted");
});

test("CIBA ping: comes after a no as well, and once (CIBA Core §10.2)", async () => {
  const made = start();
  const { body } = await made.ask();
  await made.decide(false);
  assert.equal(await made.decide(true), "already_decided");
  await made.waitFor("backchannel.delivered");
  assert.equal(made.sent.length, 1);
  const form = { grant_type: "urn:openid:params:grant-type:ciba", auth_req_id: String(body.auth_req_id) };
  assert.equal((await made.post({ form, headers })).body.error, "access_denied");
});

test("CIBA ping: the store shows neither the request's identifier nor the client's token", async () => {
  const made = start();
  const { body } = await made.ask();
  const { createHash } = await import("node:crypto");
  const hash = createHash("sha256").update(String(body.auth_req_id)).digest("base64url");
  const text = JSON.stringify(await made.store.artifacts.find({ kind: "backchannel_authentication_request", hash }));
  assert.ok(text.includes('"ping"') && !text.includes(token) && !text.includes(String(body.auth_req_id)));
});

test("CIBA ping: is tried again while the client's server fails, and given up where it refuses or sends elsewhere", async () => {
  const made = start((attempt) => {
    if (attempt === 1) throw new Error("no route");
    return new Response(null, { status: attempt === 2 ? 503 : 204 });
  });
  await made.ask();
  await made.decide(true);
  await made.waitFor("backchannel.delivered");
  assert.equal(made.sent.length, 3);
  for (const status of [302, 401]) {
    const refusing = start(() => new Response(null, { status, headers: { location: "https://evil.example.com/" } }));
    await refusing.ask();
    await refusing.decide(true);
    const [event] = await refusing.waitFor("backchannel.delivery-failed");
    assert.deepEqual([refusing.sent.length, event?.status, event?.reason], [1, status, "the client refused"]);
  }
});

test("CIBA ping: needs a token of the client, which one that polls may leave out (CIBA Core §7.1)", async () => {
  const made = start();
  const { status, body } = await made.ask({});
  assert.deepEqual([status, body.error], [400, "invalid_request"]);
});

test("CIBA ping: is sent to no private network, and those that there is no room for wait", async () => {
  const clients = [{ ...pinged, backchannel_client_notification_endpoint: "https://10.0.0.1/ciba" }];
  const made = start(undefined, { clients });
  await made.ask();
  await made.decide(true);
  const [event] = await made.waitFor("backchannel.delivery-failed");
  assert.deepEqual([made.sent.length, event?.reason], [0, "the URL is not one to be called"]);
  const never = start(() => new Promise(() => undefined), { logout: { maxPending: 1, timeoutMs: 50, attempts: 1 } });
  for (let count = 0; count < 2; count += 1) {
    await never.ask();
    await never.decide(true);
  }
  const failed = await never.waitFor("backchannel.delivery-failed", 2);
  assert.deepEqual(
    failed.map(({ reason }) => reason),
    ["the client did not answer", "the client did not answer"],
  );
});

test("CIBA: a client that polls is sent nothing, whatever token it sends", async () => {
  const { backchannel_client_notification_endpoint: _none, ...plain } = pinged;
  const made = start(undefined, { clients: [{ ...plain, backchannel_token_delivery_mode: "poll" }] });
  assert.equal((await made.ask()).status, 200);
  await made.decide(true);
  await made.provider.close();
  assert.equal(made.sent.length, 0);
});

const refused: readonly (readonly [title: string, client: ConfiguredClient])[] = [
  ["push", { ...pinged, backchannel_token_delivery_mode: "push" }],
  ["signed requests", { ...pinged, backchannel_authentication_request_signing_alg: "ES256" }],
];
for (const [title, client] of refused)
  test(`CIBA: a client of the configuration that wants ${title} is refused at the start`, () => {
    const expected = { code: "ERR_CONFIGURATION_OPTION", parameter: "clients" };
    assert.throws(() => start(undefined, { clients: [client] }), expected);
  });

test("CIBA: a client of the store that wants push, or signed requests, is refused when it asks", async () => {
  const made = start();
  const { client_id: _id, client_secret: _secret, ...metadata } = pinged;
  const stored = JSON.parse(JSON.stringify(metadata));
  for (const changes of [
    { backchannel_token_delivery_mode: "push" },
    { backchannel_authentication_request_signing_alg: "ES256" },
  ]) {
    await assert.rejects(made.provider.admin.clients.create({ metadata: { ...metadata, ...changes } }));
    const { client, secret = "" } = await made.provider.admin.clients.create({ metadata });
    const found = await made.store.clients.find(client.clientId);
    assert.ok(found !== undefined);
    await made.store.clients.update({ ...found, metadata: { ...stored, ...changes }, version: found.version + 1 });
    const form = { scope: "openid", login_hint: "alice", client_notification_token: token };
    const authorization = basic(client.clientId, secret);
    const { body } = await made.post({ path: "/bc-authorize", form, headers: { authorization } });
    assert.equal(body.error, "unauthorized_client");
  }
});
