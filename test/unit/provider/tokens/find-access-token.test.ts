import assert from "node:assert/strict";
import { test } from "node:test";
import { generateKeyPair, SignJWT } from "jose";
import { findAccessToken } from "../../../../src/provider/tokens/find-access-token.ts";
import { createAccessToken } from "../../../../src/provider/tokens/issue-access-token.ts";
import { issueFor, setUpProvider, webClient } from "../../../fixtures/provider/idtoken-setup.ts";

const api = "https://api.example.com";
const tokens = { resources: { [api]: { format: "jwt" } } } as const;

test("access token: an opaque one is found with its grant, client and account", async () => {
  const setup = await setUpProvider();
  const { token, grant } = await issueFor(setup);
  const live = await findAccessToken(setup.context, token);
  assert.deepEqual([live?.grant?.id, live?.client.clientId, live?.account?.id], [grant.id, "web", "alice"]);
});

test("access token: a JWT is found by its jti, once its signature is verified (RFC 9068 §4)", async () => {
  const setup = await setUpProvider({ tokens });
  const { token, grant } = await issueFor(setup, { audience: [api] });
  assert.equal((await findAccessToken(setup.context, token))?.grant?.id, grant.id);
  const [header, payload = "", signature = ""] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  const changed = Buffer.from(JSON.stringify({ ...claims, scope: "admin" })).toString("base64url");
  assert.equal(await findAccessToken(setup.context, `${header}.${changed}.${signature}`), undefined);
  assert.equal(await findAccessToken(setup.context, claims.jti), undefined, "the jti is no secret, and no token");
});

test("access token: a JWT of another key, issuer or kind is not one of ours (RFC 8725 §3.11)", async () => {
  const setup = await setUpProvider({ tokens });
  const { token } = await issueFor(setup, { audience: [api] });
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  const { privateKey } = await generateKeyPair("RS256");
  const forged = await new SignJWT(claims).setProtectedHeader({ alg: "RS256", typ: "at+jwt" }).sign(privateKey);
  const { keys } = setup.context;
  const foreign = await keys.sign({ typ: "at+jwt", alg: "RS256" }, { ...claims, iss: "https://other.example.com" });
  const idToken = await keys.sign({ alg: "RS256" }, claims);
  for (const text of [forged, foreign, idToken, "a.b.c", "a.b", "", "x".repeat(43), "short"])
    assert.equal(await findAccessToken(setup.context, text), undefined, text.slice(0, 20));
});

test("access token: is dead after its time, however far the clock went", async () => {
  const setup = await setUpProvider();
  const { token } = await issueFor(setup);
  setup.pass(599);
  assert.ok(await findAccessToken(setup.context, token));
  setup.pass(1);
  assert.equal(await findAccessToken(setup.context, token), undefined);
});

test("access token: is dead when it, or its grant, is revoked or has expired", async () => {
  const setup = await setUpProvider();
  const { store, context } = setup;
  const [one, two, three] = [await issueFor(setup), await issueFor(setup), await issueFor(setup)];
  const found = await store.grants.findToken(await hashOf(one.token));
  await store.grants.revokeToken(found?.token.hash ?? "", context.clock());
  await store.grants.revokeGrants({ id: two.grant.id }, "test", context.clock());
  assert.deepEqual(
    [await findAccessToken(context, one.token), await findAccessToken(context, two.token)],
    [undefined, undefined],
  );
  assert.ok(await findAccessToken(context, three.token));
});

test("access token: is dead with its account: disabled, gone, or with another password", async () => {
  const setup = await setUpProvider();
  const { token } = await issueFor(setup);
  for (const changes of [
    { isActive: false },
    { isActive: true, id: "bob" },
    { id: "alice", passwordChangedAtMs: 1_800_000_000_001 },
  ]) {
    setup.setAccount(changes);
    assert.equal(await findAccessToken(setup.context, token), undefined, JSON.stringify(changes));
  }
  setup.setAccount({ passwordChangedAtMs: 1_800_000_000_000 });
  assert.ok(await findAccessToken(setup.context, token));
});

test("access token: is dead with its client", async () => {
  const setup = await setUpProvider();
  const { token } = await issueFor(setup);
  const { context } = setup;
  const client = await context.clients.find("web");
  assert.ok(client !== undefined);
  for (const found of [undefined, { ...client, isDisabled: true }]) {
    const changed = { ...context, clients: { ...context.clients, find: async () => found } };
    assert.equal(await findAccessToken(changed, token), undefined);
  }
});

test("access token: of client credentials stands alone, and a refresh token is none", async () => {
  const setup = await setUpProvider({ clients: [webClient] });
  const { context, store } = setup;
  const client = await context.clients.find("web");
  assert.ok(client !== undefined);
  const made = await createAccessToken(context, { client, scope: [], audience: [] });
  await store.grants.issue({ tokens: [made.row], nowMs: context.clock() });
  assert.deepEqual(Object.keys((await findAccessToken(context, made.token)) ?? {}).sort(), [
    "client",
    "grant",
    "jti",
    "token",
  ]);
  const other = await createAccessToken(context, { client, scope: [], audience: [] });
  await store.grants.issue({ tokens: [{ ...other.row, kind: "refresh_token" }], nowMs: context.clock() });
  assert.equal(await findAccessToken(context, other.token), undefined);
});

test("access token: a store that fails is not an unknown token", async () => {
  const { context } = await setUpProvider();
  const findToken = async (): Promise<never> => {
    throw new Error("down");
  };
  const broken = { ...context, store: { ...context.store, grants: { ...context.store.grants, findToken } } };
  await assert.rejects(findAccessToken(broken, "x".repeat(43)), /down/);
});

async function hashOf(token: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token))).toString("base64url");
}
