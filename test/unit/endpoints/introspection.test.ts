import assert from "node:assert/strict";
import { test } from "node:test";
import { clientSecretBasic } from "../../../src/client-auth/client-secret-basic.ts";
import {
  buildIntrospectionRequest,
  fetchIntrospection,
  readIntrospectionResponse,
} from "../../../src/endpoints/introspection.ts";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import type { HttpAnswer } from "../../../src/http/types.ts";
import { answerOf, contextOf, untyped } from "../exchange/answers.ts";
import { signClaims } from "../jose/signed-tokens.ts";
import { encrypt, jwtContext, network, signer, stranger } from "./jwt-answers.ts";

const active = { active: true, scope: "read write", client_id: "app", sub: "user-1", exp: 2000 };

test("buildIntrospectionRequest: authenticates as the client (RFC 7662 §2.1)", async () => {
  const context = jwtContext({ auth: clientSecretBasic("s") });
  const { url, headers, body } = await buildIntrospectionRequest(context, {
    token: "t",
    token_type_hint: "access_token",
  });
  assert.equal(url, "https://id.example.com/introspect");
  assert.deepEqual(headers, { authorization: "Basic Y2xpZW50LTE6cw==" });
  assert.equal(body, "token=t&token_type_hint=access_token");
});

test("buildIntrospectionRequest: or with an access token of the caller, and then with nothing else (RFC 7662 §2.1)", async () => {
  const context = jwtContext({ auth: clientSecretBasic("s") });
  const { headers, body } = await buildIntrospectionRequest(context, { token: "t" }, { accessToken: "own" });
  assert.deepEqual(headers, { authorization: "Bearer own" });
  assert.equal(body, "token=t");
  await assert.rejects(buildIntrospectionRequest(context, { token: "t" }, { accessToken: "o w" }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "access_token",
  });
});

test("buildIntrospectionRequest: refuses what cannot be sent", async () => {
  await assert.rejects(buildIntrospectionRequest(contextOf(), { token: "t" }), {
    code: "ERR_CONFIGURATION_METADATA_MISSING",
  });
  const nothing: { readonly token: string } = JSON.parse("{}");
  await assert.rejects(buildIntrospectionRequest(jwtContext(), nothing), { code: "ERR_VALIDATION_REQUEST" });
  await assert.rejects(buildIntrospectionRequest(jwtContext(), { token: "t" }, { extra: { token: "u" } }), {
    code: "ERR_CONFIGURATION_PARAMETER_RESERVED",
  });
});

test("readIntrospectionResponse: gives what the token stands for, frozen, with members that no specification names", async () => {
  const response = await readIntrospectionResponse(contextOf(), answerOf({ ...active, "https://x/y": { z: 1 } }));
  assert.deepEqual(response, { ...active, "https://x/y": { z: 1 } });
  assert.ok(Object.isFrozen(response));
});

test("readIntrospectionResponse: a token that is not good is no error, and nothing else about it counts (RFC 7662 §2.2)", async () => {
  for (const body of [{ active: false }, { active: false, sub: "user-1", scope: "read", extra: 1 }])
    assert.deepEqual(await readIntrospectionResponse(contextOf(), answerOf(body)), { active: false });
});

test("readIntrospectionResponse: takes scope as a list only under its tolerance", async () => {
  const answer = answerOf({ active: true, scope: ["read", "write"] });
  await assert.rejects(readIntrospectionResponse(contextOf(), answer), { code: "ERR_VALIDATION_RESPONSE" });
  const response = await readIntrospectionResponse(contextOf({ tolerate: tolerating(["scope-array"]) }), answer);
  assert.deepEqual(response, { active: true, scope: "read write" });
});

for (const [member, value] of [
  ["active", "true"],
  ["active", 1],
  ["active", null],
  ["active", undefined],
  ["scope", 1],
  ["client_id", 1],
  ["username", []],
  ["token_type", 1],
  ["exp", "2000"],
  ["iat", "1"],
  ["nbf", {}],
  ["sub", 1],
  ["aud", 1],
  ["aud", [1]],
  ["iss", 1],
  ["jti", 1],
  ["cnf", "x"],
  ["act", "x"],
  ["authorization_details", {}],
  ["auth_time", "x"],
  ["acr", 1],
] as const) {
  test(`readIntrospectionResponse: refuses ${member} ${JSON.stringify(value)} (RFC 7662 §2.2)`, async () => {
    await assert.rejects(readIntrospectionResponse(contextOf(), answerOf({ ...active, [member]: value })), {
      code: "ERR_VALIDATION_RESPONSE",
    });
  });
}

const json = "application/json";
for (const [title, answer, name, code] of [
  ["an error", answerOf({ error: "invalid_client" }, 401), "OAuthError", "ERR_OAUTH_RESPONSE"],
  ["an error with status 200", answerOf({ error: "invalid_client" }), "OAuthError", "ERR_OAUTH_RESPONSE"],
  [
    "a challenge",
    answerOf("", 401, { "www-authenticate": 'Bearer error="invalid_token"' }),
    "OAuthError",
    "ERR_OAUTH_CHALLENGE",
  ],
  ["another status", answerOf(active, 201), "ResponseError", "ERR_RESPONSE_STATUS"],
  ["an empty body", answerOf(""), "ResponseError", "ERR_RESPONSE_NOT_JSON"],
  ["a list", answerOf([active]), "ResponseError", "ERR_RESPONSE_NOT_JSON"],
  ["a page", answerOf("<html>", 200, { "content-type": "text/html" }), "ResponseError", "ERR_RESPONSE_CONTENT_TYPE"],
  ["no media type", untyped(JSON.stringify(active)), "ResponseError", "ERR_RESPONSE_CONTENT_TYPE"],
  ["a JWT that was not asked for", jwt("x.y.z"), "ResponseError", "ERR_RESPONSE_CONTENT_TYPE"],
  ["active twice", answerOf('{"active":false,"active":true}'), "ResponseError", "ERR_RESPONSE_DUPLICATE_MEMBER"],
] as const) {
  test(`readIntrospectionResponse: refuses ${title} in place of JSON`, async () => {
    await assert.rejects(readIntrospectionResponse(contextOf(), answer), { name, code });
  });
}

function jwt(text: string, type = "application/token-introspection+jwt"): HttpAnswer {
  return answerOf(text, 200, { "content-type": type });
}

const header = { typ: "token-introspection+jwt", kid: "s1" };
const claims = { iss: "https://id.example.com", aud: "client-1", iat: 1000, token_introspection: active };
const signed = await signClaims(claims, signer, header);
const asJwt = { responseFormat: "jwt" } as const;

test("readIntrospectionResponse: verifies a signed response (RFC 9701 §5)", async () => {
  const response = await readIntrospectionResponse(jwtContext(), jwt(signed), asJwt);
  assert.deepEqual(response, active);
  assert.ok(Object.isFrozen(response));
  const list = await signClaims({ ...claims, aud: ["client-1"] }, signer, header);
  assert.deepEqual(await readIntrospectionResponse(jwtContext(), jwt(list), asJwt), active);
  const inactive = await signClaims({ ...claims, token_introspection: { active: false, sub: "u" } }, signer, header);
  assert.deepEqual(await readIntrospectionResponse(jwtContext(), jwt(inactive), asJwt), { active: false });
});

test("readIntrospectionResponse: expects the audience that the caller names", async () => {
  const api = await signClaims({ ...claims, aud: "https://api.example.com" }, signer, header);
  const options = { ...asJwt, audience: "https://api.example.com" };
  assert.deepEqual(await readIntrospectionResponse(jwtContext(), jwt(api), options), active);
  await assert.rejects(readIntrospectionResponse(jwtContext(), jwt(signed), options), {
    code: "ERR_VERIFICATION_AUDIENCE",
  });
});

for (const [title, changed, code] of [
  ["another iss", { iss: "https://evil.example" }, "ERR_VERIFICATION_ISSUER"],
  ["an iss with a slash", { iss: "https://id.example.com/" }, "ERR_VERIFICATION_ISSUER"],
  ["no iss", { iss: undefined }, "ERR_VALIDATION_CLAIMS"],
  ["another aud", { aud: "client-2" }, "ERR_VERIFICATION_AUDIENCE"],
  ["a further aud", { aud: ["client-1", "client-2"] }, "ERR_VERIFICATION_AUDIENCE"],
  ["no audience in aud", { aud: [] }, "ERR_VALIDATION_CLAIMS"],
  ["no aud", { aud: undefined }, "ERR_VALIDATION_CLAIMS"],
  ["no iat", { iat: undefined }, "ERR_VALIDATION_CLAIMS"],
  ["an iat in the future", { iat: 1031 }, "ERR_VERIFICATION_ISSUED_AT"],
  ["an iat of long ago", { iat: 669 }, "ERR_VERIFICATION_ISSUED_AT"],
  ["no token_introspection", { token_introspection: undefined }, "ERR_VALIDATION_CLAIMS"],
  ["members at the top", { token_introspection: undefined, active: true }, "ERR_VALIDATION_CLAIMS"],
  ["active as text", { token_introspection: { active: "true" } }, "ERR_VALIDATION_CLAIMS"],
  ["sub at the top", { sub: "user-1" }, "ERR_VALIDATION_CLAIMS"],
  ["exp at the top", { exp: 2000 }, "ERR_VALIDATION_CLAIMS"],
] as const) {
  test(`readIntrospectionResponse: refuses a signed response with ${title} (RFC 9701 §5)`, async () => {
    const text = await signClaims({ ...claims, ...changed }, signer, header);
    await assert.rejects(readIntrospectionResponse(jwtContext(), jwt(text), asJwt), { code });
  });
}

test("readIntrospectionResponse: takes an iat within its bounds", async () => {
  for (const iat of [1030, 670]) {
    const text = await signClaims({ ...claims, iat }, signer, header);
    assert.deepEqual(await readIntrospectionResponse(jwtContext(), jwt(text), asJwt), active);
  }
});

for (const [title, text, code] of [
  ["the key of somebody else", await signClaims(claims, stranger, header), "ERR_VERIFICATION_SIGNATURE"],
  [
    "the typ of an access token",
    await signClaims(claims, signer, { ...header, typ: "at+jwt" }),
    "ERR_VERIFICATION_JWT_TYPE",
  ],
  ["the typ JWT", await signClaims(claims, signer, { ...header, typ: "JWT" }), "ERR_VERIFICATION_JWT_TYPE"],
  ["no typ", await signClaims(claims, signer, { kid: "s1" }), "ERR_VERIFICATION_JWT_TYPE"],
  [
    "alg none",
    `${Buffer.from('{"alg":"none","typ":"token-introspection+jwt"}').toString("base64url")}.${signed.split(".")[1]}.`,
    "ERR_VERIFICATION_ALGORITHM",
  ],
  ["no JWT", "x", "ERR_VALIDATION_JWT"],
  ["a line break at its end", `${signed}\n`, "ERR_VALIDATION_JWT"],
] as const) {
  test(`readIntrospectionResponse: refuses a signed response with ${title}`, async () => {
    await assert.rejects(readIntrospectionResponse(jwtContext(), jwt(text), asJwt), { code });
  });
}

for (const [title, answer, name, code] of [
  ["JSON", answerOf(active), "ResponseError", "ERR_RESPONSE_CONTENT_TYPE"],
  ["a JWT of another media type", jwt(signed, "application/jwt"), "ResponseError", "ERR_RESPONSE_CONTENT_TYPE"],
  ["a JWT that calls itself JSON", jwt(signed, json), "ResponseError", "ERR_RESPONSE_CONTENT_TYPE"],
  ["no media type", untyped(signed), "ResponseError", "ERR_RESPONSE_CONTENT_TYPE"],
  ["an error with status 200", answerOf({ error: "invalid_request" }), "OAuthError", "ERR_OAUTH_RESPONSE"],
  ["an error", answerOf({ error: "invalid_request" }, 400), "OAuthError", "ERR_OAUTH_RESPONSE"],
  ["another status", { ...jwt(signed), status: 201 }, "ResponseError", "ERR_RESPONSE_STATUS"],
] as const) {
  test(`readIntrospectionResponse: refuses ${title} where a signed response was asked for (RFC 9701 §4)`, async () => {
    await assert.rejects(readIntrospectionResponse(jwtContext(), answer, asJwt), { name, code });
  });
}

test("readIntrospectionResponse: algorithms are those announced and registered, RS256 where nothing is said (RFC 9701 §6)", async () => {
  const context = jwtContext({ introspectionAlgorithms: ["PS256"] });
  await assert.rejects(readIntrospectionResponse(context, jwt(signed)), { code: "ERR_VERIFICATION_ALGORITHM" });
  const { introspection_signing_alg_values_supported: _list, ...metadata } = jwtContext().metadata;
  await assert.rejects(readIntrospectionResponse(jwtContext({ metadata }), jwt(signed), asJwt), {
    code: "ERR_VERIFICATION_ALGORITHM",
    message: /accepted: RS256 /,
  });
  await assert.rejects(readIntrospectionResponse(jwtContext({ introspectionAlgorithms: ["RS512"] }), jwt(signed)), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "introspection_signing_alg_values_supported",
  });
});

test("readIntrospectionResponse: decrypts, and insists on it where it is registered (RFC 9701 §5)", async () => {
  const encrypted = jwt(await encrypt(signed, { type: "token-introspection+jwt" }));
  assert.deepEqual(await readIntrospectionResponse(jwtContext(), encrypted, asJwt), active);
  const registered = jwtContext({ introspectionEncryption: { algorithm: "ECDH-ES" } });
  assert.deepEqual(await readIntrospectionResponse(registered, encrypted), active);
  await assert.rejects(readIntrospectionResponse(registered, jwt(signed)), {
    code: "ERR_VERIFICATION_JWT_NOT_ENCRYPTED",
  });
  await assert.rejects(readIntrospectionResponse(jwtContext({ decryption: undefined }), encrypted, asJwt), {
    code: "ERR_CONFIGURATION_DECRYPTION_KEY",
  });
});

test("fetchIntrospection: asks for JSON and reports the message", async () => {
  const events: unknown[] = [];
  const { http, sent } = network(() => Response.json(active));
  const context = jwtContext({ http, onEvent: (event) => events.push(event) });
  assert.deepEqual(await fetchIntrospection(context, { token: "t" }), active);
  assert.equal(sent[0]?.headers.get("accept"), "application/json");
  assert.equal(sent[0]?.body, "token=t&client_id=client-1");
  assert.match(JSON.stringify(events), /"request":"IntrospectionRequest","message":"IntrospectionResponse"/);
  assert.doesNotMatch(JSON.stringify(events), /"t"/);
});

test("fetchIntrospection: asks for a JWT when told to, or when registered for one (RFC 9701 §4)", async () => {
  const answer = (): Response =>
    new Response(signed, { headers: { "content-type": "application/token-introspection+jwt" } });
  const events: unknown[] = [];
  const { http, sent } = network(answer);
  const options = { http, onEvent: (event: unknown) => events.push(event) };
  assert.deepEqual(await fetchIntrospection(jwtContext(options), { token: "t" }, asJwt), active);
  const registered = jwtContext({ ...options, introspectionAlgorithms: ["ES256"] });
  assert.deepEqual(await fetchIntrospection(registered, { token: "t" }), active);
  assert.deepEqual(
    sent.map(({ headers }) => headers.get("accept")),
    ["application/token-introspection+jwt", "application/token-introspection+jwt"],
  );
  assert.match(JSON.stringify(events), /"message":"IntrospectionResponseJwt"/);
});

test("fetchIntrospection: sends nothing where the answer could not be believed or the format is none", async () => {
  const { http, sent } = network(() => Response.json(active));
  await assert.rejects(fetchIntrospection(jwtContext({ http, introspectionAlgorithms: ["RS256"] }), { token: "t" }), {
    code: "ERR_CONFIGURATION_OPTION",
  });
  const wrong: { readonly responseFormat: "jwt" } = JSON.parse('{"responseFormat":"xml"}');
  await assert.rejects(fetchIntrospection(jwtContext({ http }), { token: "t" }, wrong), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "responseFormat",
  });
  assert.equal(sent.length, 0);
});
