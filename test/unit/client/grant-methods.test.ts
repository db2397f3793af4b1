import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import type { Jwk } from "../../../generated/messages/jwk.ts";
import type { Client } from "../../../src/client/client.ts";
import { createClient } from "../../../src/client/create-client.ts";
import { createFakeServer, issuer, json, type Members, metadata } from "../../fixtures/fake-server.ts";
import { assertRefused } from "../../fixtures/refusals.ts";
import { authReqIdClaim, rtHash, rtHashClaim } from "../endpoints/backchannel.ts";

const tokenType = (name: string): string => `urn:ietf:params:oauth:token-type:${name}`;
const tokens = { access_token: "access-secret-1", token_type: "Bearer", expires_in: 60 };
const wait = async (): Promise<void> => undefined;

/** A client of a server that answers each path with these messages in turn, and the bodies that it was sent. */
async function connect(
  answers: Readonly<Record<string, readonly (Members | Response)[]>>,
): Promise<{ readonly client: Client; readonly bodies: readonly string[] }> {
  const server = await createFakeServer();
  const bodies: string[] = [];
  const left = new Map(Object.entries(answers).map(([path, list]) => [path, [...list]]));
  const client = createClient({
    issuer,
    client: { client_id: "client-1" },
    clock: () => server.now,
    metadata: {
      ...metadata,
      device_authorization_endpoint: `${issuer}/device`,
      backchannel_authentication_endpoint: `${issuer}/bc`,
      backchannel_token_delivery_modes_supported: ["poll", "ping", "push"],
    },
    async fetch(url, init) {
      const { pathname } = new URL(url);
      if (pathname === "/jwks") return server.fetch(url, init);
      bodies.push(String(init.body));
      const answer = left.get(pathname)?.shift() ?? json({ error: "unexpected" }, 400);
      return answer instanceof Response ? answer.clone() : json(answer);
    },
  });
  return { client, bodies };
}

test("exchangeToken: gives the token with its kind (RFC 8693 §2.2.1)", async () => {
  const { client } = await connect({ "/token": [{ ...tokens, issued_token_type: tokenType("access_token") }] });
  const set = await client.exchangeToken({ subject_token: "access-secret-0", subject_token_type: tokenType("jwt") });
  assert.equal(set.response.access_token, "access-secret-1");
  assert.deepEqual(
    [set.issuedTokenType, set.isAccessToken, set.expiresAt, set.claims],
    ["urn:ietf:params:oauth:token-type:access_token", true, 1_800_000_060_000, undefined],
  );
  assert.ok(Object.isFrozen(set));
});

test("exchangeToken: a token that is no access token is never presented as one (RFC 8693 §2.2.1)", async () => {
  const answer = { ...tokens, token_type: "N_A", issued_token_type: tokenType("id_token") };
  const { client, bodies } = await connect({ "/token": [answer] });
  const set = await client.exchangeToken({ subject_token: "access-secret-0", subject_token_type: tokenType("jwt") });
  assert.equal(set.isAccessToken, false);
  const call = client.userInfo(set, { expectedSubject: "user-1" });
  await assertRefused(call, "ConfigurationError", "ERR_CONFIGURATION_OPTION");
  assert.equal(bodies.length, 1);
});

test("jwtBearer: takes an assertion, or makes one (RFC 7523 §2.1)", async () => {
  const { client, bodies } = await connect({ "/token": [tokens, tokens] });
  const assertion = "eyJhbGciOiJSUzI1NiJ9.e30.c2ln";
  assert.equal((await client.jwtBearer({ assertion, scope: "a" })).response.access_token, "access-secret-1");
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const pair = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const { kty, crv, x, y, d } = await webcrypto.subtle.exportKey("jwk", pair.privateKey);
  const key: Jwk = JSON.parse(JSON.stringify({ kty, crv, x, y, d }));
  await client.jwtBearer({ assertion: { subject: "user-1", key } });
  const [given, made] = bodies.map((body) => new URLSearchParams(body));
  assert.deepEqual([given?.get("assertion"), given?.get("scope")], [assertion, "a"]);
  const payload = Buffer.from(made?.get("assertion")?.split(".")[1] ?? "", "base64url").toString();
  assert.match(payload, /"iss":"client-1","sub":"user-1","aud":"https:\/\/id.example.com"/);
});

test("saml2Bearer and extensionGrant: give token sets", async () => {
  const { client, bodies } = await connect({ "/token": [tokens, tokens] });
  assert.equal((await client.saml2Bearer({ assertion: "PHNhbWw-" })).expiresAt, 1_800_000_060_000);
  const set = await client.extensionGrant({ grant_type: "urn:x:y", level: 2 });
  assert.equal(set.response.access_token, "access-secret-1");
  assert.equal(bodies[1], "grant_type=urn%3Ax%3Ay&level=2&client_id=client-1");
});

test("startDeviceAuthorization, requestDeviceToken, pollDeviceToken: from codes to tokens (RFC 8628)", async () => {
  const server = await createFakeServer();
  const codes = { device_code: "c", user_code: "u", verification_uri: "https://id.example.com/d", expires_in: 60 };
  const granted = { ...tokens, id_token: await server.makeIdToken({}) };
  const pending = json({ error: "authorization_pending" }, 400);
  const denied = json({ error: "access_denied" }, 400);
  const { client } = await connect({ "/device": [codes], "/token": [pending, granted, denied] });
  const device = await client.startDeviceAuthorization({ scope: "openid" });
  assert.equal((await client.requestDeviceToken(device)).status, "pending");
  const result = await client.pollDeviceToken(device, { wait });
  assert.ok(result.status === "granted");
  assert.deepEqual([result.tokens.claims?.sub, result.tokens.expiresAt], ["user-1", 1_800_000_060_000]);
  assert.ok(Object.isFrozen(result));
  assert.equal((await client.pollDeviceToken(device, { wait })).status, "denied");
});

test("startBackchannelAuthentication, pollBackchannelToken: from the hint to the tokens (CIBA Core §10.1)", async () => {
  const server = await createFakeServer();
  const granted = { ...tokens, id_token: await server.makeIdToken({ [authReqIdClaim]: "auth-1" }) };
  const pending = json({ error: "authorization_pending" }, 400);
  const started = { auth_req_id: "auth-1", expires_in: 60 };
  const { client } = await connect({ "/bc": [started], "/token": [pending, pending, granted] });
  const authentication = await client.startBackchannelAuthentication({ scope: "openid", login_hint: "u" });
  assert.equal((await client.requestBackchannelToken(authentication)).status, "pending");
  const result = await client.pollBackchannelToken(authentication, { wait });
  assert.ok(result.status === "granted");
  assert.equal(result.tokens.claims?.sub, "user-1");
});

test("receiveBackchannelPing, receiveBackchannelPush: notifications become results (CIBA Core §10.2, §10.3.1)", async () => {
  const server = await createFakeServer();
  const { client } = await connect({ "/bc": [{ auth_req_id: "auth-1", expires_in: 60 }] });
  const parameters = { scope: "openid", login_hint: "u" };
  const authentication = await client.startBackchannelAuthentication(parameters, { deliveryMode: "push" });
  const headers = {
    authorization: `Bearer ${authentication.clientNotificationToken}`,
    "content-type": "application/json",
  };
  const notify = (body: Members) => ({ headers, body: JSON.stringify(body) });
  const ping = await client.receiveBackchannelPing(notify({ auth_req_id: "auth-1" }), { authentication });
  assert.equal(ping.status, "ready");
  const id_token = await server.makeIdToken({ [authReqIdClaim]: "auth-1", [rtHashClaim]: rtHash });
  const pushed = notify({ ...tokens, auth_req_id: "auth-1", refresh_token: "refresh-secret-1", id_token });
  const push = await client.receiveBackchannelPush(pushed, { authentication });
  assert.ok(push.status === "granted");
  assert.deepEqual([push.tokens.claims?.sub, push.tokens.refreshToken], ["user-1", "refresh-secret-1"]);
  const refused = notify({ auth_req_id: "auth-1", error: "access_denied" });
  assert.equal((await client.receiveBackchannelPush(refused, { authentication })).status, "denied");
});
