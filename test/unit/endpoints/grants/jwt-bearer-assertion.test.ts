import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import type { Jwk } from "../../../../generated/messages/jwk.ts";
import {
  buildJwtBearerAssertion,
  type JwtBearerAssertionOptions,
} from "../../../../src/endpoints/grants/jwt-bearer-assertion.ts";
import type { Members } from "../../../fixtures/fake-server.ts";
import { assertRefused } from "../../../fixtures/refusals.ts";
import { contextOf } from "../../exchange/answers.ts";

/** A key pair that signs ES256. */
async function makeKey(): Promise<{ readonly jwk: Jwk; readonly publicKey: webcrypto.CryptoKey }> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const pair = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const { kty, crv, x, y, d } = await webcrypto.subtle.exportKey("jwk", pair.privateKey);
  const jwk: Jwk = JSON.parse(JSON.stringify({ kty, crv, x, y, d, kid: "k1" }));
  return { jwk, publicKey: pair.publicKey };
}

const part = (jwt: string, index: number): Members =>
  JSON.parse(Buffer.from(jwt.split(".")[index] ?? "", "base64url").toString());

const key = makeKey();
const context = contextOf({ random: (length) => new Uint8Array(length).fill(7) });

async function build(options: Partial<JwtBearerAssertionOptions> = {}): Promise<string> {
  return buildJwtBearerAssertion(context, { subject: "user-1", key: (await key).jwk, ...options });
}

test("buildJwtBearerAssertion: client, subject, issuer as audience, one minute, fresh jti (RFC 7523 §3)", async () => {
  const jwt = await build();
  assert.deepEqual(part(jwt, 0), { alg: "ES256", kid: "k1" });
  assert.deepEqual(part(jwt, 1), {
    iss: "client-1",
    sub: "user-1",
    aud: "https://id.example.com",
    jti: Buffer.alloc(32, 7).toString("base64url"),
    iat: 1000,
    exp: 1060,
  });
  const [header = "", payload = "", signature = ""] = jwt.split(".");
  assert.ok(
    await webcrypto.subtle.verify(
      { name: "ECDSA", hash: "SHA-256" },
      (await key).publicKey,
      Buffer.from(signature, "base64url"),
      Buffer.from(`${header}.${payload}`),
    ),
  );
});

test("buildJwtBearerAssertion: the jti is another one each time", async () => {
  const { jwk } = await key;
  const fresh = contextOf();
  const ids = await Promise.all(
    [1, 2].map(async () => part(await buildJwtBearerAssertion(fresh, { subject: "u", key: jwk }), 1).jti),
  );
  assert.notEqual(ids[0], ids[1]);
});

test("buildJwtBearerAssertion: issuer, audience, lifetime, typ and further claims as the caller says", async () => {
  const claims = { scope: "a b", "https://x.example/c": { d: 1 } };
  const jwt = await build({ issuer: "sts", audience: "token_endpoint", lifetimeSeconds: 5, typ: "JWT", claims });
  assert.equal(part(jwt, 0).typ, "JWT");
  const { iss, aud, exp, scope, "https://x.example/c": own } = part(jwt, 1);
  assert.deepEqual([iss, aud, exp, scope, own], ["sts", "https://id.example.com/token", 1005, "a b", { d: 1 }]);
  assert.equal(part(await build({ audience: "https://other" }), 1).aud, "https://other");
});

for (const name of ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]) {
  test(`buildJwtBearerAssertion: refuses ${name} among further claims`, async () => {
    await assertRefused(
      build({ claims: { [name]: "x" } }),
      "ConfigurationError",
      "ERR_CONFIGURATION_PARAMETER_RESERVED",
    );
  });
}

test("buildJwtBearerAssertion: refuses lifetimes, keys and subjects that cannot be", async () => {
  for (const lifetimeSeconds of [0, -1, 1.5, Number.NaN])
    await assertRefused(build({ lifetimeSeconds }), "ConfigurationError", "ERR_CONFIGURATION_OPTION");
  const { d: _d, ...publicJwk } = (await key).jwk;
  await assertRefused(build({ key: publicJwk }), "ConfigurationError", "ERR_CONFIGURATION_KEY");
  await assertRefused(build({ subject: "" }), "ValidationError", "ERR_VALIDATION_REQUEST");
  const { jwk } = await key;
  const bare = contextOf({ metadata: { issuer: "https://a", response_types_supported: [] } });
  await assertRefused(
    buildJwtBearerAssertion(bare, { subject: "u", key: jwk, audience: "token_endpoint" }),
    "ConfigurationError",
    "ERR_CONFIGURATION_METADATA_MISSING",
  );
});
