import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuthorizationTransaction } from "../../../src/endpoints/authorization-transaction.ts";
import { finishLogin } from "../../../src/endpoints/finish-login.ts";
import { readFrontChannelResponse } from "../../../src/endpoints/front-channel-response.ts";
import { readJwtAuthorizationResponse } from "../../../src/endpoints/jarm.ts";
import { createHttp } from "../../../src/http/openapi-client.ts";
import { createIssuerTemplate } from "../../../src/jwt-profiles/issuer-template.ts";
import { createLoginKeys } from "../../../src/metadata/login-keys.ts";
import { contextOf } from "../exchange/answers.ts";
import { generateTestKey, signClaims } from "../jose/signed-tokens.ts";

type Members = Readonly<Record<string, unknown>>;

const template = "https://login.example.com/{tenantid}/v2.0";
const issuerOf = (tid: string) => `https://login.example.com/${tid}/v2.0`;
const key = await generateTestKey("RS256", { kid: "k1" });
const clock = () => 1_000_000;
const base: AuthorizationTransaction = {
  issuer: template,
  clientId: "client-1",
  redirectUri: "https://app.example.com/cb",
  scope: "openid",
  state: "state-1",
  nonce: "nonce-1",
  codeVerifier: "v".repeat(43),
  createdAt: clock(),
};

/** A client of the tenants a and b of a server whose key has the members given. */
async function contextFor(jwk: object, idTokenOf = "a") {
  const id_token = await makeIdToken(idTokenOf);
  const http = createHttp({
    fetch: async (url) =>
      url.endsWith("/jwks")
        ? Response.json({ keys: [{ ...key.publicJwk, ...jwk }] })
        : Response.json({ access_token: "t", token_type: "Bearer", id_token }),
  });
  const metadata = {
    ...contextOf().metadata,
    issuer: template,
    jwks_uri: "https://login.example.com/jwks",
    authorization_signing_alg_values_supported: ["RS256"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
  const issuerTemplate = createIssuerTemplate({ template, tenants: ["a", "b"] });
  return contextOf({ metadata, issuerTemplate, http, clock, keys: createLoginKeys({ http, clock }, metadata) });
}

function makeIdToken(tid: string, more: Members = {}): Promise<string> {
  const times = { iat: 1000, exp: 1300 };
  return signClaims({ iss: issuerOf(tid), tid, sub: "u", aud: "client-1", ...times, nonce: "nonce-1", ...more }, key);
}

interface Answer {
  /** The `iss` of the response. */
  readonly iss: string | undefined;
  /** Further members of the server's key. */
  readonly jwk?: object;
}

const readers: Readonly<Record<string, (answer: Answer) => Promise<unknown>>> = {
  async finishLogin({ iss, jwk = {} }) {
    const parameters = new URLSearchParams({ code: "c", state: "state-1", ...(iss === undefined ? {} : { iss }) });
    return finishLogin(await contextFor(jwk), { parameters, transaction: base });
  },
  async readFrontChannelResponse({ iss, jwk = {} }) {
    const parameters = new URLSearchParams({
      ...{ state: "state-1", id_token: await makeIdToken("a") },
      ...(iss === undefined ? {} : { iss }),
    });
    return readFrontChannelResponse(await contextFor(jwk), parameters, { ...base, responseType: "id_token" });
  },
};

for (const [name, read] of Object.entries(readers)) {
  test(`${name}: the iss of a tenant's response is the ID token's (RFC 9207 §2.4)`, async () => {
    assert.ok(await read({ iss: issuerOf("a") }));
    assert.ok(await read({ iss: undefined }));
    await assert.rejects(read({ iss: issuerOf("b") }), { code: "ERR_VERIFICATION_ISSUER", message: /^The ID token's/ });
    for (const iss of [template, issuerOf("c"), "https://id.example.com"])
      await assert.rejects(read({ iss }), { code: "ERR_VERIFICATION_ISSUER", message: /^The authorization response/ });
  });

  test(`${name}: a key that names another tenant does not sign, nor does one whose issuer is no text`, async () => {
    assert.ok(await read({ iss: issuerOf("a"), jwk: { issuer: template } }));
    assert.ok(await read({ iss: issuerOf("a"), jwk: { issuer: issuerOf("a") } }));
    for (const issuer of [issuerOf("b"), 1])
      await assert.rejects(read({ iss: issuerOf("a"), jwk: { issuer } }), { code: "ERR_VERIFICATION_KEY_NOT_FOUND" });
  });
}

test("readJwtAuthorizationResponse: a signed response is of a tenant of the list, and of a key of that tenant (JARM §2.4)", async () => {
  const read = async (iss: string, jwk: object = {}) => {
    const claims = { iss, aud: "client-1", exp: 1300, code: "c", state: "state-1" };
    const parameters = new URLSearchParams({ response: await signClaims(claims, key) });
    return readJwtAuthorizationResponse(await contextFor(jwk), parameters, { ...base, responseMode: "jwt" });
  };
  assert.equal((await read(issuerOf("a"))).iss, issuerOf("a"));
  assert.equal((await read(issuerOf("b"), { issuer: issuerOf("b") })).iss, issuerOf("b"));
  for (const iss of [template, issuerOf("c"), "https://id.example.com"])
    await assert.rejects(read(iss), { code: "ERR_VERIFICATION_ISSUER" });
  await assert.rejects(read(issuerOf("a"), { issuer: issuerOf("b") }), { code: "ERR_VERIFICATION_KEY_NOT_FOUND" });
});
