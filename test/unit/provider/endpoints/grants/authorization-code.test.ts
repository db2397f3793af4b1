import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { describe, it } from "node:test";
import { createDPoP } from "../../../../../src/dpop/create-dpop.ts";
import { combineStores } from "../../../../../src/provider/stores/combine.ts";
import { createMemoryStore } from "../../../../../src/provider/stores/memory/memory-store.ts";
import type { ProviderStore, TokenWithGrant } from "../../../../../src/provider/stores/store.ts";
import {
  basic,
  type Changes,
  codeOf,
  type Flow,
  issuer,
  prove,
  redirectUri,
  spa,
  startFlow,
  verifier,
} from "../../../../fixtures/provider/authorize-flow.ts";

async function codeFor(flow: Flow, changes: Changes = {}): Promise<string> {
  await flow.signIn();
  return codeOf(await flow.authorize(changes));
}

async function assertGrantError(response: Response, error = "invalid_grant"): Promise<void> {
  const body = await response.json();
  assert.deepEqual([response.status, body.error], [400, error], body.error_description);
}

describe("redeeming a code", () => {
  it("gives an access token, and an ID token with openid, and is not to be kept (RFC 6749 §5.1)", async () => {
    const flow = startFlow();
    const response = await flow.redeem(await codeFor(flow));
    const body = await response.json();
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.deepEqual([body.token_type, body.expires_in, body.scope], ["Bearer", 600, "openid"]);
    assert.deepEqual(Object.keys(body).sort(), ["access_token", "expires_in", "id_token", "scope", "token_type"]);
    const claims = JSON.parse(Buffer.from(body.id_token.split(".")[1], "base64url").toString());
    assert.deepEqual(
      [claims.iss, claims.sub, claims.aud, claims.nonce, claims.auth_time],
      [issuer, "alice", "spa", "n-1", 1_700_000_000],
    );
  });

  it("gives no ID token without openid (OpenID Connect Core §3.1.3.3)", async () => {
    const flow = startFlow();
    const body = await (await flow.redeem(await codeFor(flow, { scope: "profile" }))).json();
    assert.equal("id_token" in body, false);
  });

  it("gives a refresh token with offline_access alone, and drops that for a client that can't refresh", async () => {
    const flow = startFlow();
    const body = await (await flow.redeem(await codeFor(flow, { scope: "openid offline_access" }))).json();
    assert.match(body.refresh_token, /^[\w-]{43}$/);
    const other = startFlow({ clients: [{ ...spa, grant_types: ["authorization_code"] }] });
    const less = await (await other.redeem(await codeFor(other, { scope: "openid offline_access" }))).json();
    assert.deepEqual([less.refresh_token, less.scope], [undefined, "openid"]);
  });

  it("writes the grant with what the request was about, and no nonce", async () => {
    const resources = { "https://api.example.com": {} };
    const flow = startFlow({ tokens: { resources }, authorizationDetails: { payment: () => undefined } });
    await flow.signIn("alice", { acr: "high", amr: ["pwd", "otp"] });
    const changes = {
      claims: '{"userinfo":{"email":null}}',
      resource: "https://api.example.com",
      authorization_details: '[{"type":"payment","amount":5}]',
    };
    await flow.redeem(codeOf(await flow.authorize(changes)));
    const page = await flow.context.store.grants.listGrants({ clientId: "spa" }, { limit: 2 }, flow.now());
    const [grant, ...more] = page.items;
    assert.equal(more.length, 0);
    assert.deepEqual([grant?.accountId, grant?.isOffline, grant?.scope], ["alice", false, ["openid"]]);
    assert.deepEqual(grant?.details, {
      claims: { userinfo: { email: null } },
      resource: ["https://api.example.com"],
      authorization_details: [{ type: "payment", amount: 5 }],
      acr: "high",
      amr: ["pwd", "otp"],
      auth_time: 1_700_000_000,
    });
    assert.equal((grant?.expiresAtMs ?? 0) - flow.now(), 90 * 86_400_000);
  });
});

describe("what does not fit a code uses nothing up and takes nothing back", () => {
  const cases: readonly (readonly [title: string, changes: Changes, headers?: Readonly<Record<string, string>>])[] = [
    ["another client (RFC 6749 §4.1.3)", { client_id: undefined }, basic()],
    ["another redirect URI (RFC 6749 §4.1.3)", { redirect_uri: `${redirectUri}/` }],
    ["no redirect URI, although it was sent (RFC 6749 §4.1.3)", { redirect_uri: undefined }],
    ["another verifier (RFC 7636 §4.6)", { code_verifier: "x".repeat(43) }],
    ["no verifier (RFC 7636 §4.6)", { code_verifier: undefined }],
    ["a verifier of 42 characters (RFC 7636 §4.1)", { code_verifier: "x".repeat(42) }],
    ["a verifier of 129 characters (RFC 7636 §4.1)", { code_verifier: "x".repeat(129) }],
    ["a verifier with other characters (RFC 7636 §4.1)", { code_verifier: `${"x".repeat(43)}+` }],
    ["the challenge as verifier", { code_verifier: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" }],
  ];
  for (const [title, changes, headers] of cases) {
    it(title, async () => {
      const flow = startFlow();
      const code = await codeFor(flow);
      await assertGrantError(await flow.redeem(code, changes, headers));
      const response = await flow.redeem(code);
      const { access_token: token } = await response.json();
      assert.equal(response.status, 200);
      await assertGrantError(await flow.redeem(code, changes, headers));
      assert.equal(await isAlive(flow, token), true);
      assert.equal(
        flow.events.some(({ type }) => type === "code.replayed"),
        false,
      );
    });
  }

  it("a code that was never issued, and none at all (RFC 6749 §5.2)", async () => {
    const flow = startFlow();
    await assertGrantError(await flow.redeem("garbage"));
    await assertGrantError(await flow.redeem("", {}), "invalid_request");
  });

  it("a verifier for a code without challenge: somebody took the challenge away (RFC 9700 §4.8.2)", async () => {
    const flow = startFlow({ requirePkce: "public-and-oauth" });
    const without = { client_id: "web", code_challenge: undefined, code_challenge_method: undefined };
    const code = await codeFor(flow, without);
    const form = { client_id: undefined, code_verifier: verifier };
    await assertGrantError(await flow.redeem(code, form, basic()));
    assert.equal((await flow.redeem(code, { ...form, code_verifier: undefined }, basic())).status, 200);
  });

  it("a resource that was not granted (RFC 8707 §2.2)", async () => {
    const resources = { "https://a.example.com": {}, "https://b.example.com": {} };
    const flow = startFlow({ tokens: { resources } });
    const code = await codeFor(flow, { resource: "https://a.example.com" });
    await assertGrantError(await flow.redeem(code, { resource: "https://b.example.com" }), "invalid_target");
    const { access_token: token } = await (await flow.redeem(code, { resource: "https://a.example.com" })).json();
    assert.deepEqual((await findToken(flow, token))?.token.audience, ["https://a.example.com"]);
  });

  it("authorization details that were not granted (RFC 9396 §6)", async () => {
    const flow = startFlow({ authorizationDetails: { payment: () => undefined } });
    const code = await codeFor(flow, { authorization_details: '[{"type":"payment","amount":5},{"type":"payment"}]' });
    const more = { authorization_details: '[{"type":"payment","amount":6}]' };
    await assertGrantError(await flow.redeem(code, more), "invalid_authorization_details");
    const twice = '[{"amount":5,"type":"payment"},{"type":"payment","amount":5}]';
    const less = await flow.redeem(code, { authorization_details: twice });
    assert.deepEqual((await less.json()).authorization_details, [{ type: "payment", amount: 5 }]);
  });

  it("a client that lost the grant type, or must prove who it is and does not (RFC 6749 §4.1.3)", async () => {
    const flow = startFlow();
    const code = await codeFor(flow, { client_id: "web" });
    const response = await flow.redeem(code, { client_id: "web" });
    assert.deepEqual([response.status, (await response.json()).error], [401, "invalid_client"]);
    assert.equal((await flow.redeem(code, { client_id: undefined }, basic())).status, 200);
  });
});

describe("a redirect URI that was left out of the request", () => {
  it("may be left out of the token request; another one may not be put in", async () => {
    const flow = startFlow();
    await flow.signIn();
    const changes = { redirect_uri: undefined, scope: "profile" };
    const code = codeOf(await flow.authorize(changes));
    await assertGrantError(await flow.redeem(code, { redirect_uri: `${redirectUri}/` }));
    assert.equal((await flow.redeem(code, { redirect_uri: undefined })).status, 200);
    const again = codeOf(await flow.authorize(changes));
    assert.equal((await flow.redeem(again)).status, 200);
  });

  it("may be left out of the token request in OAuth 2.1 always", async () => {
    const flow = startFlow({ profile: "oauth21" });
    const code = await codeFor(flow);
    await assertGrantError(await flow.redeem(code, { redirect_uri: `${redirectUri}/` }));
    assert.equal((await flow.redeem(code, { redirect_uri: undefined })).status, 200);
  });
});

describe("a code is redeemed once (RFC 6749 §4.1.2)", () => {
  it("a second request in which everything fits is refused, and revokes the tokens of the first", async () => {
    const flow = startFlow();
    const code = await codeFor(flow, { scope: "openid offline_access" });
    const first = await (await flow.redeem(code)).json();
    assert.equal(await isAlive(flow, first.access_token), true);
    await assertGrantError(await flow.redeem(code));
    assert.equal(await isAlive(flow, first.access_token), false);
    assert.equal(await isAlive(flow, first.refresh_token), false);
    const replayed = flow.events.filter(({ type }) => type === "code.replayed");
    assert.deepEqual([replayed.length, replayed[0]?.clientId, replayed[0]?.accountId], [1, "spa", "alice"]);
    await assertGrantError(await flow.redeem(code));
  });

  it("after the code has expired too", async () => {
    const flow = startFlow();
    const code = await codeFor(flow);
    const first = await (await flow.redeem(code)).json();
    flow.advance(61);
    await assertGrantError(await flow.redeem(code));
    assert.equal(await isAlive(flow, first.access_token), false);
  });

  it("revokes nothing where that is configured, and tells of it all the same", async () => {
    const flow = startFlow({ tokens: { revokeOnCodeReplay: false } });
    const code = await codeFor(flow);
    const first = await (await flow.redeem(code)).json();
    await assertGrantError(await flow.redeem(code));
    assert.equal(await isAlive(flow, first.access_token), true);
    assert.equal(
      flow.events.some(({ type }) => type === "code.replayed"),
      true,
    );
  });

  it("fifty at once: one gets tokens, and they are revoked", async () => {
    const flow = startFlow();
    const code = await codeFor(flow);
    const responses = await Promise.all(Array.from({ length: 50 }, () => flow.redeem(code)));
    const won = responses.filter(({ status }) => status === 200);
    assert.equal(won.length, 1);
    const bodies = await Promise.all(responses.filter(({ status }) => status !== 200).map((each) => each.json()));
    assert.deepEqual([...new Set(bodies.map(({ error }) => error))], ["invalid_grant"]);
    const [tokens] = await Promise.all(won.map((each) => each.json()));
    assert.equal(await isAlive(flow, tokens.access_token), false);
    assert.equal(flow.events.filter(({ type }) => type === "code.replayed").length, 49);
  });

  it("within its lifetime of 60 seconds", async () => {
    const flow = startFlow();
    const [one, two] = [await codeFor(flow), codeOf(await flow.authorize())];
    flow.advance(59);
    assert.equal((await flow.redeem(one)).status, 200);
    flow.advance(1);
    await assertGrantError(await flow.redeem(two));
    assert.equal(
      flow.events.some(({ type }) => type === "code.replayed"),
      false,
    );
  });
});

describe("what changes while a code is alive", () => {
  it("the account was disabled, is gone, or has another password", async () => {
    const flow = startFlow();
    const code = await codeFor(flow);
    const alice = { id: "alice", displayName: "A", isActive: true, claims: {} };
    flow.accounts.set("alice", { ...alice, isActive: false });
    await assertGrantError(await flow.redeem(code));
    flow.accounts.delete("alice");
    await assertGrantError(await flow.redeem(code));
    flow.accounts.set("alice", { ...alice, passwordChangedAtMs: flow.now() + 1 });
    await assertGrantError(await flow.redeem(code));
    flow.accounts.set("alice", { ...alice, passwordChangedAtMs: flow.now() });
    assert.equal((await flow.redeem(code)).status, 200);
  });

  it("the consent was withdrawn, which may be to authorization details alone", async () => {
    const flow = startFlow({ firstPartyClients: [], authorizationDetails: { payment: () => undefined } });
    await flow.signIn();
    const detail = { scope: undefined, authorization_details: '[{"type":"payment"}]' };
    const detailed = codeOf(await flow.resume(await flow.answer(await flow.authorize(detail), { consented: true })));
    await flow.context.store.consents.remove("alice", "spa");
    await assertGrantError(await flow.redeem(detailed));
    const asked = await flow.authorize();
    const code = codeOf(await flow.resume(await flow.answer(asked, { consented: true })));
    await flow.context.store.consents.remove("alice", "spa");
    await assertGrantError(await flow.redeem(code));
    const again = await flow.authorize();
    const other = codeOf(await flow.resume(await flow.answer(again, { consented: true })));
    assert.equal((await flow.redeem(other)).status, 200);
  });

  it("the session has ended, unless offline access was granted (OpenID Connect Core §11)", async () => {
    const flow = startFlow();
    const { hash } = await flow.signIn();
    const online = codeOf(await flow.authorize());
    const offline = codeOf(await flow.authorize({ scope: "openid offline_access" }));
    await flow.context.store.sessions.remove(hash);
    await assertGrantError(await flow.redeem(online));
    assert.equal((await flow.redeem(offline)).status, 200);
  });
});

describe("a code that is bound to a key (RFC 9449 §10)", () => {
  it("is redeemed with a proof of that key alone", async () => {
    const flow = startFlow();
    const [dpop, other] = [await createDPoP(), await createDPoP()];
    const code = await codeFor(flow, { dpop_jkt: dpop.jkt });
    await assertGrantError(await flow.redeem(code));
    await assertGrantError(await flow.redeem(code, {}, await prove(flow, other, "/token")));
    const response = await flow.redeem(code, {}, await prove(flow, dpop, "/token"));
    assert.deepEqual([response.status, (await response.json()).token_type], [200, "DPoP"]);
  });
});

describe("what fails inside", () => {
  it("a signature that can't be made: 500, and the code is good afterwards (OpenID Connect Core §3.1.3.3)", async () => {
    const store = createMemoryStore();
    const flow = startFlow({ store });
    const code = await codeFor(flow);
    const keys = await store.keys.load();
    const loaded = { ...store.keys, load: async () => ({ ...keys, version: 1, keys: [], secrets: {} }) };
    const without = startFlow({ store: { ...store, keys: loaded } });
    const response = await without.redeem(code);
    const body = await response.json();
    assert.deepEqual([response.status, body.error, "access_token" in body], [500, "server_error", false]);
    assert.equal((await flow.redeem(code)).status, 200);
  });

  it("a store that goes away before the tokens are written: 5xx, and the code is good afterwards", async () => {
    const store = createMemoryStore();
    const flow = startFlow({ store });
    const code = await codeFor(flow);
    const issue = async (): Promise<never> => {
      throw new Error("the connection was lost");
    };
    const without = startFlow({ store: { ...store, grants: { ...store.grants, issue } } });
    const response = await without.redeem(code);
    assert.deepEqual([response.status >= 500, await flow.redeem(code).then(({ status }) => status)], [true, 200]);
  });
});

function findToken({ context }: Flow, token: string): Promise<TokenWithGrant | undefined> {
  return context.store.grants.findToken(createHash("sha256").update(token).digest("base64url"));
}

async function isAlive(flow: Flow, token: string): Promise<boolean> {
  const found = await findToken(flow, token);
  return found !== undefined && found.token.revokedAtMs === undefined && found.grant?.revokedAtMs === undefined;
}

describe("a code that comes twice at once, with codes in a store of their own (RFC 6749 §4.1.2)", () => {
  it("buys nothing, though the first redemption has written nothing yet", async () => {
    const [durable, { artifacts, sweep, ping, close }] = [createMemoryStore(), createMemoryStore()];
    const gate = new EventEmitter();
    const reached = once(gate, "reached");
    const grants: ProviderStore["grants"] = {
      ...durable.grants,
      async issue(issue) {
        if (issue.tokens.length > 0) {
          gate.emit("reached");
          await once(gate, "open");
        }
        return durable.grants.issue(issue);
      },
    };
    const store = combineStores({ durable: { ...durable, grants }, shortLived: { artifacts, sweep, ping, close } });
    const flow = startFlow({ store });
    const code = await codeFor(flow);
    const first = flow.redeem(code);
    await reached;
    await assertGrantError(await flow.redeem(code));
    gate.emit("open");
    assert.notEqual((await first).status, 200);
    const granted = await store.grants.listGrants({ accountId: "alice" }, { limit: 9 }, flow.now());
    assert.deepEqual(granted.items, []);
  });
});
