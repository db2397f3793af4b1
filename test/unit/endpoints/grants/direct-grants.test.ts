import assert from "node:assert/strict";
import { test } from "node:test";
import { extensionGrant } from "../../../../src/endpoints/grants/extension.ts";
import type { GrantResult } from "../../../../src/endpoints/grants/grant-result.ts";
import { jwtBearerGrant } from "../../../../src/endpoints/grants/jwt-bearer.ts";
import { passwordGrant } from "../../../../src/endpoints/grants/password.ts";
import { saml2BearerGrant } from "../../../../src/endpoints/grants/saml2-bearer.ts";
import { tokenExchangeGrant } from "../../../../src/endpoints/grants/token-exchange.ts";
import type { CallOptions, ExchangeContext } from "../../../../src/exchange/context.ts";
import { createFakeServer, type Members } from "../../../fixtures/fake-server.ts";
import { assertRefused } from "../../../fixtures/refusals.ts";
import { refusal, scripted } from "../scripted.ts";

type Grant = (context: ExchangeContext, options?: CallOptions) => Promise<GrantResult>;

const subject = {
  subject_token: "access-secret-0",
  subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
} as const;
const jwt = "eyJhbGciOiJSUzI1NiJ9.e30.c2ln";
const tokens = { access_token: "access-secret-1", token_type: "Bearer", expires_in: 60 };
const exchanged = { ...tokens, issued_token_type: "urn:ietf:params:oauth:token-type:access_token" };

const grants: Readonly<Record<string, readonly [grant: Grant, form: string, answer: Members]>> = {
  "password (RFC 6749 §4.3.2)": [
    (context, options) => passwordGrant(context, { username: "u", password: "p w", scope: "a" }, options),
    "username=u&password=p+w&scope=a&grant_type=password&client_id=client-1",
    tokens,
  ],
  "JWT bearer (RFC 7523 §2.1)": [
    (context, options) => jwtBearerGrant(context, { assertion: jwt }, options),
    `assertion=${jwt}&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&client_id=client-1`,
    tokens,
  ],
  "SAML bearer (RFC 7522 §2.1)": [
    (context, options) => saml2BearerGrant(context, { assertion: "PHNhbWw-", scope: "a" }, options),
    "assertion=PHNhbWw-&scope=a&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Asaml2-bearer&client_id=client-1",
    tokens,
  ],
  "token exchange (RFC 8693 §2.1)": [
    (context, options) =>
      tokenExchangeGrant(context, { ...subject, resource: ["https://a", "https://b"], audience: ["c", "d"] }, options),
    "subject_token=access-secret-0&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token&resource=https%3A%2F%2Fa&resource=https%3A%2F%2Fb&audience=c&audience=d&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&client_id=client-1",
    exchanged,
  ],
  "extension (RFC 6749 §4.5)": [
    (context, options) =>
      extensionGrant(
        context,
        { grant_type: "https://x.example/g", scope: "a", level: 2, on: true, tag: ["b", "c"], none: undefined },
        options,
      ),
    "grant_type=https%3A%2F%2Fx.example%2Fg&scope=a&level=2&on=true&tag=b&tag=c&client_id=client-1",
    tokens,
  ],
};

for (const [name, [grant, form, answer]] of Object.entries(grants)) {
  test(`${name}: sends its form once and gives response and time`, async () => {
    const server = await createFakeServer();
    const { context, requests } = scripted(server, [answer]);
    const result = await grant(context);
    assert.deepEqual(result.response, answer);
    assert.deepEqual([result.claims, result.receivedAt], [undefined, 1_800_000_000_000]);
    assert.ok(Object.isFrozen(result));
    assert.deepEqual(
      requests.map(({ url, init }) => [url, init.method, init.body]),
      [["https://id.example.com/token", "POST", form]],
    );
  });

  test(`${name}: verifies an ID token that comes along (OpenID Connect Core §3.1.3.7)`, async () => {
    const server = await createFakeServer();
    const id_token = await server.makeIdToken({});
    const { claims } = await grant(scripted(server, [{ ...answer, id_token }]).context);
    assert.equal(claims?.sub, "user-1");
    for (const changes of [{ aud: "other" }, { nonce: "n" }, { at_hash: "AAAAAAAAAAAAAAAAAAAAAA" }]) {
      const bad = { ...answer, id_token: await server.makeIdToken(changes) };
      await assert.rejects(grant(scripted(server, [bad]).context), { name: "VerificationError" });
    }
  });

  test(`${name}: gives the server's own error, sends extra parameters, ends with the signal`, async () => {
    const server = await createFakeServer();
    const refused = scripted(server, [refusal("invalid_grant")]);
    await assert.rejects(grant(refused.context, { extra: { tenant: "t" } }), { error: "invalid_grant", status: 400 });
    assert.equal(refused.requests[0]?.form.get("tenant"), "t");
    await assertRefused(
      grant(refused.context, { extra: { client_secret: "x" } }),
      "ConfigurationError",
      "ERR_CONFIGURATION_PARAMETER_RESERVED",
    );
    await assertRefused(
      grant(refused.context, { signal: AbortSignal.abort() }),
      "TransportError",
      "ERR_TRANSPORT_ABORTED",
    );
  });

  test(`${name}: refuses token types that it does not understand (RFC 6749 §7.1)`, async () => {
    const server = await createFakeServer();
    const { context } = scripted(server, [{ ...answer, token_type: "DPoP" }]);
    await assertRefused(grant(context), "VerificationError", "ERR_VERIFICATION_TOKEN_TYPE");
    if (name.startsWith("token exchange")) return;
    const na = scripted(server, [{ ...answer, token_type: "N_A" }]);
    await assertRefused(grant(na.context), "VerificationError", "ERR_VERIFICATION_TOKEN_TYPE");
  });
}

const malformed: readonly (readonly [title: string, grant: Grant])[] = [
  ["a password without a user", (context) => passwordGrant(context, JSON.parse('{"password":"client-secret-1"}'))],
  ["an assertion that is no JWT", (context) => jwtBearerGrant(context, { assertion: "code-secret-1" })],
  ["a SAML assertion that is no base64url", (context) => saml2BearerGrant(context, { assertion: "<saml>" })],
  ["an actor token without its type", (context) => tokenExchangeGrant(context, { ...subject, actor_token: "a" })],
  [
    "an actor type without a token",
    (context) => tokenExchangeGrant(context, { ...subject, actor_token_type: "urn:a:b" }),
  ],
  ["an empty list of resources", (context) => tokenExchangeGrant(context, { ...subject, resource: [] })],
];

for (const [title, grant] of malformed) {
  test(`grants: refuse ${title} before anything is sent`, async () => {
    const { context, requests } = scripted(await createFakeServer(), [tokens]);
    await assertRefused(grant(context), "ValidationError", "ERR_VALIDATION_REQUEST");
    assert.equal(requests.length, 0);
  });
}
