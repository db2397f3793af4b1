import assert from "node:assert/strict";
import { test } from "node:test";
import { createIdTokenVerifier } from "../../src/id-token/id-token-verifier.ts";
import { verifyLogoutToken } from "../../src/id-token/verify-logout-token.ts";
import { createClient } from "../../src/index.ts";
import { createStaticKeySource } from "../../src/jose/key-source.ts";
import { createIssuerTemplate } from "../../src/jwt-profiles/issuer-template.ts";
import { generateTestKey, signClaims } from "../unit/jose/signed-tokens.ts";
import { loadSnapshot } from "./judge.ts";

const template = "https://login.microsoftonline.com/{tenantid}/v2.0";
const tenant = "11111111-2222-3333-4444-555555555555";
const { body: metadata = {}, issuer = "" } = loadSnapshot("microsoft-entra/openid-configuration-common");
const { body: claims = {}, clientId = "" } = loadSnapshot("microsoft-entra/id-token");
const key = await generateTestKey("RS256", { kid: "k1" });
const clock = () => 1_700_000_010_000;

const otherTenant = "99999999-2222-3333-4444-555555555555";
const issuerOf = (tid: string) => `https://login.microsoftonline.com/${tid}/v2.0`;

/** What an answer of the server has besides the code. */
interface Answer {
  readonly document?: object;
  /** Further parameters of the authorization response. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Further members of the server's key. */
  readonly jwk?: object;
}

/** A login of an application for several tenants: metadata of `common`, an ID token of one tenant. */
async function logIn(tenants: readonly string[] | undefined, changes: object = {}, answer: Answer = {}) {
  const { document = metadata, parameters = {}, jwk = {} } = answer;
  const sent: Record<string, string> = {};
  const client = createClient({
    issuer,
    ...(tenants === undefined ? {} : { issuerTemplate: { template, tenants } }),
    client: { client_id: clientId, client_secret: "s", redirect_uris: ["https://app.example.com/cb"] },
    tolerate: ["metadata-member-missing"],
    clock,
    async fetch(url) {
      if (url.includes("/.well-known/")) return Response.json(document);
      if (url.endsWith("/keys")) return Response.json({ keys: [{ ...key.publicJwk, ...jwk }] });
      const idToken = await signClaims({ ...claims, nonce: sent.nonce, ...changes }, key, { typ: "JWT", kid: "k1" });
      return Response.json({ access_token: "a", token_type: "Bearer", expires_in: 3600, id_token: idToken });
    },
  });
  const { transaction } = await client.startAuthorization();
  sent.nonce = transaction.nonce ?? "";
  const callback = new URLSearchParams({ code: "c", state: transaction.state, ...parameters });
  return client.finishAuthorization(`?${callback}`, transaction);
}

test("a template: a login of a tenant that the application names is accepted (OpenID Connect Core §3.1.3.7)", async () => {
  const tokens = await logIn([otherTenant, tenant]);
  assert.equal(tokens.claims.iss, `https://login.microsoftonline.com/${tenant}/v2.0`);
  assert.equal(tokens.issuer, template);
});

for (const [title, tenants, changes, code] of [
  ["a tenant that is not named", ["other"], {}, "ERR_VERIFICATION_ISSUER"],
  ["a tid that is not the one of iss", [tenant, "other"], { tid: "other" }, "ERR_VERIFICATION_ISSUER"],
  ["no tid", [tenant], { tid: undefined }, "ERR_VERIFICATION_ISSUER"],
  ["the template as issuer", [tenant], { iss: template }, "ERR_VERIFICATION_ISSUER"],
  ["the issuer that is configured", [tenant], { iss: issuer, tid: "common" }, "ERR_VERIFICATION_ISSUER"],
] as const) {
  test(`a template: ${title} is refused`, async () => {
    await assert.rejects(logIn(tenants, changes), { code });
  });
}

test("a template: without one, and for another, metadata with a template are refused (OpenID Connect Discovery §4.3)", async () => {
  await assert.rejects(logIn(undefined), { code: "ERR_VERIFICATION_ISSUER" });
  await assert.rejects(logIn([tenant], {}, { document: { ...metadata, issuer } }), { code: "ERR_VERIFICATION_ISSUER" });
  const filled = { ...metadata, issuer: `https://login.microsoftonline.com/${tenant}/v2.0` };
  await assert.rejects(logIn([tenant], {}, { document: filled }), { code: "ERR_VERIFICATION_ISSUER" });
});

for (const [title, named] of [
  ["no issuer", undefined],
  ["the template as issuer", template],
  ["the tenant's issuer", issuerOf(tenant)],
] as const) {
  test(`a template: a key with ${title} signs ID tokens of the tenant`, async () => {
    const tokens = await logIn([tenant, otherTenant], {}, { jwk: { issuer: named } });
    assert.equal(tokens.claims.tid, tenant);
  });
}

test("a template: a key that names another tenant never signs, be that tenant on the list or not", async () => {
  for (const tid of [otherTenant, "9188040d-6c67-4c5b-b112-36a304b66dad"])
    await assert.rejects(logIn([tenant, otherTenant], {}, { jwk: { issuer: issuerOf(tid) } }), {
      code: "ERR_VERIFICATION_KEY_NOT_FOUND",
    });
});

test("a template: the iss of the response is that of the ID token (RFC 9207 §2.4)", async () => {
  const document = { ...metadata, authorization_response_iss_parameter_supported: true };
  const parameters = { iss: issuerOf(tenant) };
  const tokens = await logIn([tenant, otherTenant], {}, { document, parameters });
  assert.equal(tokens.claims.iss, issuerOf(tenant));
  await assert.rejects(logIn([tenant, otherTenant], {}, { parameters: { iss: issuerOf(otherTenant) } }), {
    code: "ERR_VERIFICATION_ISSUER",
    message: new RegExp(`ID token's iss is "${issuerOf(tenant)}", expected "${issuerOf(otherTenant)}"`),
  });
  await assert.rejects(logIn([tenant], {}, { document }), {
    code: "ERR_VERIFICATION_ISSUER",
    message: /has no iss, although the server announces it/,
  });
});

for (const iss of [template, issuer, issuerOf("other"), `${issuerOf(tenant)}/`, "https://evil.example/v2.0"]) {
  test(`a template: a response with iss ${iss} is refused (RFC 9207 §2.4)`, async () => {
    await assert.rejects(logIn([tenant], {}, { parameters: { iss } }), {
      code: "ERR_VERIFICATION_ISSUER",
      message: /The authorization response has iss/,
    });
  });
}

test("a template: a logout token is of a key that may sign for its tenant", async () => {
  const logout = {
    ...{ iss: issuerOf(tenant), aud: clientId, sub: "s", jti: "1", tid: tenant },
    ...{ iat: 1_700_000_000, exp: 1_700_000_100 },
    events: { "http://schemas.openid.net/event/backchannel-logout": {} },
  };
  const token = await signClaims(logout, key, { typ: "logout+jwt" });
  const issuerTemplate = createIssuerTemplate({ template, tenants: [tenant, otherTenant] });
  const verify = (named: string) => {
    const keys = createStaticKeySource({ keys: [{ ...key.publicJwk, issuer: named }] });
    return verifyLogoutToken(token, { issuer: template, issuerTemplate, clientId, keys, clock });
  };
  assert.equal((await verify(template)).iss, issuerOf(tenant));
  await assert.rejects(verify(issuerOf(otherTenant)), { code: "ERR_VERIFICATION_KEY_NOT_FOUND" });
});

test("a template: it has the origin of the issuer, and is an object", () => {
  const client = { client_id: clientId };
  for (const issuerTemplate of [{ template: "https://evil.example/{tenantid}", tenants: [tenant] }, "common"])
    assert.throws(() => Reflect.apply(createClient, undefined, [{ issuer, client, issuerTemplate }]), {
      code: "ERR_CONFIGURATION_OPTION",
    });
});

test("a template: metadata given by hand are held against it too", async () => {
  const options = {
    issuer,
    client: { client_id: clientId },
    metadata: { ...metadata, issuer: template, response_types_supported: ["code"] },
    tolerate: ["metadata-member-missing"],
  } as const;
  assert.throws(() => createClient(options), { code: "ERR_VERIFICATION_ISSUER" });
  const client = createClient({ ...options, issuerTemplate: { template, tenants: [tenant] } });
  assert.equal((await client.metadata()).issuer, template);
});

test("a template: a verifier of several issuers takes it for one of them", async () => {
  const keys = createStaticKeySource({ keys: [key.publicJwk] });
  const issuerTemplate = createIssuerTemplate({ template, tenants: [tenant] });
  const verifier = createIdTokenVerifier({ issuers: [{ issuer: template, issuerTemplate, clientId, keys }], clock });
  assert.equal((await verifier.verify(await signClaims(claims, key))).tid, tenant);
  await assert.rejects(verifier.verify(await signClaims({ ...claims, tid: "other" }, key)), {
    code: "ERR_VERIFICATION_ISSUER",
  });
});

test("a template: a verifier of several issuers takes no key of another tenant", async () => {
  const keys = createStaticKeySource({ keys: [{ ...key.publicJwk, issuer: issuerOf(otherTenant) }] });
  const issuerTemplate = createIssuerTemplate({ template, tenants: [tenant, otherTenant] });
  const verifier = createIdTokenVerifier({ issuers: [{ issuer: template, issuerTemplate, clientId, keys }], clock });
  await assert.rejects(verifier.verify(await signClaims(claims, key)), { code: "ERR_VERIFICATION_KEY_NOT_FOUND" });
  const ofOther = await signClaims({ ...claims, iss: issuerOf(otherTenant), tid: otherTenant }, key);
  assert.equal((await verifier.verify(ofOther)).tid, otherTenant);
});

const google = loadSnapshot("google/id-token");
const provider = {
  issuer: "https://accounts.google.com",
  clientId: google.clientId ?? "",
  keys: createStaticKeySource({ keys: [key.publicJwk] }),
};

test("two names of one provider: each https issuer that the application lists is accepted, with its own keys", async () => {
  const both = createIdTokenVerifier({
    issuers: [provider, { ...provider, issuer: "https://login.example.com" }],
    clock,
  });
  for (const iss of ["https://accounts.google.com", "https://login.example.com"])
    assert.equal((await both.verify(await signClaims({ ...google.body, iss }, key))).iss, iss);
  const one = createIdTokenVerifier({ issuers: [provider], clock });
  const renamed = await signClaims({ ...google.body, iss: "https://login.example.com" }, key);
  await assert.rejects(one.verify(renamed), { code: "ERR_VERIFICATION_ISSUER" });
});

test("two names of one provider: a name without scheme is refused, listed or not (OpenID Connect Core §2)", async () => {
  const token = await signClaims({ ...google.body, iss: "accounts.google.com" }, key);
  const listed = [provider, { ...provider, issuer: "accounts.google.com" }];
  await assert.rejects(createIdTokenVerifier({ issuers: listed, clock }).verify(token), {
    code: "ERR_VALIDATION_CLAIMS",
  });
  await assert.rejects(createIdTokenVerifier({ issuers: [provider], clock }).verify(token), {
    code: "ERR_VERIFICATION_ISSUER",
  });
});
