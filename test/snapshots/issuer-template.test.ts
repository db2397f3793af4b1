import assert from "node:assert/strict";
import { test } from "node:test";
import { createIdTokenVerifier } from "../../src/id-token/id-token-verifier.ts";
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

/** A login of an application for several tenants: metadata of `common`, an ID token of one tenant. */
async function logIn(tenants: readonly string[] | undefined, changes: object = {}, document: object = metadata) {
  const sent: Record<string, string> = {};
  const client = createClient({
    issuer,
    ...(tenants === undefined ? {} : { issuerTemplate: { template, tenants } }),
    client: { client_id: clientId, client_secret: "s", redirect_uris: ["https://app.example.com/cb"] },
    tolerate: ["metadata-member-missing"],
    clock,
    async fetch(url) {
      if (url.includes("/.well-known/")) return Response.json(document);
      if (url.endsWith("/keys")) return Response.json({ keys: [key.publicJwk] });
      const idToken = await signClaims({ ...claims, nonce: sent.nonce, ...changes }, key, { typ: "JWT", kid: "k1" });
      return Response.json({ access_token: "a", token_type: "Bearer", expires_in: 3600, id_token: idToken });
    },
  });
  const { transaction } = await client.startAuthorization();
  sent.nonce = transaction.nonce ?? "";
  return client.finishAuthorization(`?code=c&state=${transaction.state}`, transaction);
}

test("a template: a login of a tenant that the application names is accepted (OpenID Connect Core §3.1.3.7)", async () => {
  const tokens = await logIn(["99999999-2222-3333-4444-555555555555", tenant]);
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
  await assert.rejects(logIn([tenant], {}, { ...metadata, issuer }), { code: "ERR_VERIFICATION_ISSUER" });
  const filled = { ...metadata, issuer: `https://login.microsoftonline.com/${tenant}/v2.0` };
  await assert.rejects(logIn([tenant], {}, filled), { code: "ERR_VERIFICATION_ISSUER" });
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
