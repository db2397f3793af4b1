import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import type { Client } from "../../src/client/create-client.ts";
import { isAuthError } from "../../src/errors/auth-error.ts";
import { createFakeClient, logIn } from "../fixtures/fake-client.ts";
import { clientId, createFakeServer, issuer, type Members, sharedKey, signJws } from "../fixtures/fake-server.ts";
import { assertNoSecret } from "../fixtures/refusals.ts";

const now = 1_800_000_000;
const event = "http://schemas.openid.net/event/backchannel-logout";
const honestHeader: Members = { alg: "RS256", kid: "main", typ: "logout+jwt" };
const honestClaims: Members = {
  iss: issuer,
  aud: clientId,
  sub: "user-1",
  sid: "s",
  iat: now,
  exp: now + 120,
  jti: "j",
  events: { [event]: {} },
};

type Signer = Parameters<typeof signJws>[2];

/** Each evil trait of header, claims or signature, and the error. */
const traits: readonly (readonly [title: string, header: Members, claims: Members, code: string, signer?: Signer])[] = [
  ["alg none", { alg: "none" }, {}, "ERR_VERIFICATION_ALGORITHM", () => ""],
  ["alg nOnE", { alg: "nOnE" }, {}, "ERR_VERIFICATION_ALGORITHM", () => ""],
  [
    "HS256 with the public key as secret",
    { alg: "HS256" },
    {},
    "ERR_VERIFICATION_ALGORITHM",
    async (input) => hmac(JSON.stringify((await sharedKey("main")).jwk), input),
  ],
  [
    "HS256 with the client secret",
    { alg: "HS256" },
    {},
    "ERR_VERIFICATION_ALGORITHM",
    (input) => hmac("client-secret-1", input),
  ],
  ["an alg that was not announced", { alg: "RS384" }, {}, "ERR_VERIFICATION_ALGORITHM"],
  ["no signature", {}, {}, "ERR_VERIFICATION_SIGNATURE", () => ""],
  ["the key of somebody else under the same kid", {}, {}, "ERR_VERIFICATION_SIGNATURE", await sharedKey("stranger")],
  ["a kid that the provider does not publish", { kid: "stranger" }, {}, "ERR_VERIFICATION_KEY_NOT_FOUND"],
  ["a key of its own", { jku: "https://evil.example/jwks", kid: "evil" }, {}, "ERR_VERIFICATION_KEY_NOT_FOUND"],
  ["the typ of an access token", { typ: "at+jwt" }, {}, "ERR_VERIFICATION_JWT_TYPE"],
  ["a crit header", { crit: ["x"], x: 1 }, {}, "ERR_VERIFICATION_CRITICAL_HEADER"],
  ["an unencoded payload", { b64: false, crit: ["b64"] }, {}, "ERR_VERIFICATION_CRITICAL_HEADER"],
  ["another issuer", {}, { iss: "https://evil.example" }, "ERR_VERIFICATION_ISSUER"],
  ["another audience", {}, { aud: "client-2" }, "ERR_VERIFICATION_AUDIENCE"],
  ["an audience that only begins like the client", {}, { aud: `${clientId}0` }, "ERR_VERIFICATION_AUDIENCE"],
  ["an expiry beyond the tolerance", {}, { exp: now - 30 }, "ERR_VERIFICATION_EXPIRED"],
  ["a date of issue ten years ago", {}, { iat: now - 315_360_000 }, "ERR_VERIFICATION_ISSUED_AT"],
  ["a date of issue in milliseconds", {}, { iat: now * 1000 }, "ERR_VERIFICATION_ISSUED_AT"],
  ["a nonce", {}, { nonce: "n" }, "ERR_VALIDATION_CLAIMS"],
  ["another event", {}, { events: { [`${event}/`]: {} } }, "ERR_VALIDATION_CLAIMS"],
  ["no event", {}, { events: undefined }, "ERR_VALIDATION_CLAIMS"],
  ["nobody to log out", {}, { sub: undefined, sid: undefined }, "ERR_VALIDATION_CLAIMS"],
  ["a sub that is a list", {}, { sub: ["user-1"] }, "ERR_VALIDATION_CLAIMS"],
];

test("a hostile logout token: the honest twin is accepted", async () => {
  assert.deepEqual(
    await attack(await makeClient(), await signJws(honestHeader, honestClaims, await sharedKey("main"))),
    [200, ["s"], []],
  );
});

for (const [title, header, claims, code, signer] of traits) {
  test(`a hostile logout token: ${title} ends no session`, async () => {
    const parts = [
      { ...honestHeader, ...header },
      { ...honestClaims, ...claims },
    ] as const;
    const token = await signJws(...parts, signer ?? (await sharedKey("main")));
    assert.deepEqual(await attack(await makeClient(), token), [400, [], [code]]);
  });
}

test("a hostile logout token: an ID token of a login ends no session", async () => {
  const server = await createFakeServer({ claims: (honest) => ({ ...honest, sid: "s", jti: "j" }) });
  const client = createFakeClient(server);
  const { response } = await logIn(server, client);
  assert.deepEqual(await attack(client, response.id_token ?? ""), [400, [], ["ERR_VALIDATION_CLAIMS"]]);
});

test("a hostile logout token: a logout token without typ is no ID token of a refresh", async () => {
  const server = await createFakeServer();
  const client = createFakeClient(server);
  const tokens = await logIn(server, client);
  server.behaviour.claims = (honest) => ({ ...honest, jti: "j", events: { [event]: {} } });
  await assert.rejects(client.refresh(tokens), { code: "ERR_VERIFICATION_JWT_TYPE" });
});

for (const token of ["", "x", "a.b.c", `${"a".repeat(70_000)}.b.c`, "eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn"]) {
  test(`a hostile logout token: ${token.slice(0, 20) || "nothing"} ends no session`, async () => {
    const [status, ended, codes] = await attack(await makeClient(), token);
    assert.deepEqual([status, ended, codes.length], [400, [], 1]);
  });
}

async function makeClient(): Promise<Client> {
  return createFakeClient(await createFakeServer());
}

/** Posts a token to the client: the status of its answer, the sessions that ended, the codes of its errors. */
async function attack(client: Client, logout_token: string): Promise<readonly [number, unknown[], string[]]> {
  const ended: unknown[] = [];
  const codes: string[] = [];
  const body = new URLSearchParams({ logout_token });
  const request = new Request("https://app.example.com/logout", { method: "POST", body });
  const response = await client.handleBackchannelLogout(request, {
    endSessions: ({ sid }) => void ended.push(sid),
    onError: (error) => {
      assert.ok(isAuthError(error), String(error));
      assertNoSecret(error);
      codes.push(error.code);
    },
  });
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.doesNotMatch(await response.text(), /(?:client|access)-secret|eyJ/);
  return [response.status, ended, codes];
}

function hmac(secret: string, input: string): string {
  return createHmac("sha256", secret).update(input).digest("base64url");
}
