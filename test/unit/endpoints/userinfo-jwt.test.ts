import assert from "node:assert/strict";
import { test } from "node:test";
import { fetchUserinfo, fetchUserinfoByPost, readUserinfoResponse } from "../../../src/endpoints/userinfo.ts";
import { tolerating } from "../../../src/exchange/tolerating.ts";
import type { HttpAnswer } from "../../../src/http/types.ts";
import { answerOf, untyped } from "../exchange/answers.ts";
import { signClaims } from "../jose/signed-tokens.ts";
import { encrypt, jwtContext, network, signer, stranger } from "./jwt-answers.ts";

const user = { sub: "user-1", email: "a@example.com" };
const claims = { ...user, iss: "https://id.example.com", aud: "client-1" };
const signed = await signClaims(claims, signer, { kid: "s1" });
const me = { expectedSubject: "user-1" };

const signatureRegistered = jwtContext({ userinfoAlgorithms: ["ES256"] });
const encryptionRegistered = jwtContext({ userinfoEncryption: { algorithm: "ECDH-ES" } });
const bothRegistered = jwtContext({ userinfoAlgorithms: ["ES256"], userinfoEncryption: { algorithm: "ECDH-ES" } });

function jwt(text: string, type = "application/jwt"): HttpAnswer {
  return answerOf(text, 200, { "content-type": type });
}

test("reads a signed response, registered or not (OpenID Connect Core §5.3.2)", async () => {
  for (const context of [signatureRegistered, jwtContext()]) {
    const response = await readUserinfoResponse(context, jwt(signed, "application/JWT; charset=utf-8"), me);
    assert.deepEqual(response, claims);
    assert.ok(Object.isFrozen(response));
  }
  const typed = await signClaims({ ...claims, aud: ["x", "client-1"], exp: 1001, iat: 1000, nbf: 1000 }, signer, {
    typ: "JWT",
  });
  assert.equal((await readUserinfoResponse(signatureRegistered, jwt(typed), me)).sub, "user-1");
});

for (const [title, changed, code] of [
  ["another sub", { sub: "user-2" }, "ERR_VERIFICATION_SUBJECT"],
  ["no sub", { sub: undefined }, "ERR_VALIDATION_CLAIMS"],
  ["another iss", { iss: "https://evil.example" }, "ERR_VERIFICATION_ISSUER"],
  ["no iss", { iss: undefined }, "ERR_VALIDATION_CLAIMS"],
  ["another aud", { aud: "client-2" }, "ERR_VERIFICATION_AUDIENCE"],
  ["other audiences", { aud: ["client-2", "client-10"] }, "ERR_VERIFICATION_AUDIENCE"],
  ["no aud", { aud: undefined }, "ERR_VALIDATION_CLAIMS"],
  ["an exp that has passed", { exp: 970 }, "ERR_VERIFICATION_EXPIRED"],
  ["an nbf in the future", { nbf: 1031 }, "ERR_VERIFICATION_NOT_YET_VALID"],
  ["an iat in the future", { iat: 1031 }, "ERR_VERIFICATION_ISSUED_AT"],
  ["email_verified as text", { email_verified: "true" }, "ERR_VALIDATION_CLAIMS"],
] as const) {
  test(`refuses a signed response with ${title} (OpenID Connect Core §5.3.2)`, async () => {
    const text = await signClaims({ ...claims, ...changed }, signer);
    await assert.rejects(readUserinfoResponse(signatureRegistered, jwt(text), me), { code });
    await assert.rejects(readUserinfoResponse(jwtContext(), jwt(text), me), { code });
  });
}

const none = Buffer.from('{"alg":"none"}').toString("base64url");
for (const [title, text, code] of [
  ["the key of somebody else", await signClaims(claims, stranger), "ERR_VERIFICATION_SIGNATURE"],
  ["alg none, though announced", `${none}.${signed.split(".")[1]}.`, "ERR_VERIFICATION_ALGORITHM"],
  ["the typ of an access token", await signClaims(claims, signer, { typ: "at+jwt" }), "ERR_VERIFICATION_JWT_TYPE"],
  ["the typ of a logout token", await signClaims(claims, signer, { typ: "logout+jwt" }), "ERR_VERIFICATION_JWT_TYPE"],
  ["nothing in it", "", "ERR_VALIDATION_JWT"],
  ["JSON in it", JSON.stringify(claims), "ERR_VALIDATION_JWT"],
] as const) {
  test(`refuses a signed response with ${title}`, async () => {
    await assert.rejects(readUserinfoResponse(signatureRegistered, jwt(text), me), { code });
    await assert.rejects(readUserinfoResponse(jwtContext(), jwt(text), me), { code });
  });
}

for (const name of ["scope", "client_id"]) {
  test(`refuses a signed or encrypted response with ${name}, which is an access token of a server without their type (RFC 8725 §3.12)`, async () => {
    const refused = { code: "ERR_VERIFICATION_JWT_TYPE", parameter: name };
    const text = await signClaims({ ...claims, [name]: "x" }, signer);
    await assert.rejects(readUserinfoResponse(signatureRegistered, jwt(text), me), refused);
    const encrypted = jwt(await encrypt(JSON.stringify({ ...user, [name]: "x" }), bare));
    await assert.rejects(readUserinfoResponse(encryptionRegistered, encrypted, me), refused);
    assert.equal((await readUserinfoResponse(jwtContext(), answerOf({ ...user, [name]: "x" }), me)).sub, "user-1");
  });
}

for (const context of [signatureRegistered, encryptionRegistered, bothRegistered]) {
  for (const [title, answer, name, code] of [
    ["JSON", answerOf(user), "ResponseError", "ERR_RESPONSE_CONTENT_TYPE"],
    ["a JWT that calls itself JSON", jwt(signed, "application/json"), "ResponseError", "ERR_RESPONSE_CONTENT_TYPE"],
    ["no media type", untyped(signed), "ResponseError", "ERR_RESPONSE_CONTENT_TYPE"],
    ["an error with status 200", answerOf({ error: "invalid_token" }), "OAuthError", "ERR_OAUTH_RESPONSE"],
    [
      "a challenge",
      answerOf("", 401, { "www-authenticate": 'Bearer error="invalid_token"' }),
      "OAuthError",
      "ERR_OAUTH_CHALLENGE",
    ],
    ["a failure", answerOf("", 500), "ResponseError", "ERR_RESPONSE_STATUS"],
  ] as const) {
    const registered = context.userinfoAlgorithms === undefined ? "an encrypted" : "a signed";
    const further = context === bothRegistered ? " and encrypted" : "";
    test(`refuses ${title} where ${registered}${further} response is registered`, async () => {
      await assert.rejects(readUserinfoResponse(context, answer, me), { name, code });
    });
  }
}

test("without a registration, accepts announced algorithms only, and no JWT where none is announced", async () => {
  const { userinfo_signing_alg_values_supported: _list, ...silent } = jwtContext().metadata;
  for (const metadata of [silent, { ...silent, userinfo_signing_alg_values_supported: ["none", "HS256"] }])
    await assert.rejects(readUserinfoResponse(jwtContext({ metadata }), jwt(signed), me), {
      code: "ERR_RESPONSE_CONTENT_TYPE",
    });
  const other = { ...silent, userinfo_signing_alg_values_supported: ["RS256"] };
  await assert.rejects(readUserinfoResponse(jwtContext({ metadata: other }), jwt(signed), me), {
    code: "ERR_VERIFICATION_ALGORITHM",
  });
  const registered = jwtContext({ metadata: silent, userinfoAlgorithms: ["ES256"] });
  assert.equal((await readUserinfoResponse(registered, jwt(signed), me)).sub, "user-1");
  assert.equal((await readUserinfoResponse(jwtContext(), answerOf(user), me)).sub, "user-1");
});

test("accepts the registered algorithm only", async () => {
  await assert.rejects(readUserinfoResponse(jwtContext({ userinfoAlgorithms: ["PS256"] }), jwt(signed), me), {
    code: "ERR_VERIFICATION_ALGORITHM",
  });
});

test("decrypts a signed response, and insists on it where it is registered", async () => {
  const nested = jwt(await encrypt(signed));
  for (const context of [jwtContext(), signatureRegistered, encryptionRegistered, bothRegistered])
    assert.equal((await readUserinfoResponse(context, nested, me)).sub, "user-1");
  for (const context of [encryptionRegistered, bothRegistered])
    await assert.rejects(readUserinfoResponse(context, jwt(signed), me), {
      code: "ERR_VERIFICATION_JWT_NOT_ENCRYPTED",
    });
  await assert.rejects(readUserinfoResponse(jwtContext({ decryption: undefined }), nested, me), {
    code: "ERR_CONFIGURATION_DECRYPTION_KEY",
  });
  const forged = jwt(await encrypt(await signClaims(claims, stranger)));
  await assert.rejects(readUserinfoResponse(encryptionRegistered, forged, me), { code: "ERR_VERIFICATION_SIGNATURE" });
});

const bare = { contentType: undefined };

test("reads claims that are encrypted and not signed, only where exactly that is registered (OpenID Connect Core §5.3.2)", async () => {
  const encrypted = jwt(await encrypt(JSON.stringify(user), bare));
  const events: unknown[] = [];
  const context = jwtContext({
    userinfoEncryption: { algorithm: "ECDH-ES" },
    tolerate: tolerating(["boolean-string"]),
    onEvent: (event) => events.push(event),
  });
  const response = await readUserinfoResponse(context, encrypted, me);
  assert.deepEqual(response, user);
  assert.ok(Object.isFrozen(response));
  const odd = jwt(await encrypt(JSON.stringify({ ...user, email_verified: "true" }), bare));
  assert.deepEqual(await readUserinfoResponse(context, odd, me), { ...user, email_verified: true });
  assert.match(JSON.stringify(events), /"message":"UserinfoResponse".*"pointer":"\/email_verified"/);
  for (const other of [jwtContext(), signatureRegistered, bothRegistered])
    await assert.rejects(readUserinfoResponse(other, encrypted, me), {
      code: "ERR_VERIFICATION_JWT_TYPE",
      parameter: "cty",
    });
});

for (const [title, payload, code] of [
  ["another sub", { sub: "user-2" }, "ERR_VERIFICATION_SUBJECT"],
  ["no sub", {}, "ERR_VALIDATION_CLAIMS"],
  ["another iss", { ...user, iss: "https://evil.example" }, "ERR_VERIFICATION_ISSUER"],
  ["another aud", { ...user, aud: ["client-2"] }, "ERR_VERIFICATION_AUDIENCE"],
  ["an exp that has passed", { ...user, exp: 970 }, "ERR_VERIFICATION_EXPIRED"],
  ["a list", [user], "ERR_VALIDATION_JWT"],
] as const) {
  test(`refuses encrypted claims with ${title}`, async () => {
    const answer = jwt(await encrypt(JSON.stringify(payload), bare));
    await assert.rejects(readUserinfoResponse(encryptionRegistered, answer, me), { code });
  });
}

test("refuses encrypted claims of another typ, with another algorithm than registered, or without a key", async () => {
  const text = JSON.stringify({ ...claims });
  const typed = jwt(await encrypt(text, { ...bare, type: "at+jwt" }));
  await assert.rejects(readUserinfoResponse(encryptionRegistered, typed, me), { code: "ERR_VERIFICATION_JWT_TYPE" });
  const other = jwt(await encrypt(text, { ...bare, encryption: "A256GCM" }));
  await assert.rejects(readUserinfoResponse(encryptionRegistered, other, me), { code: "ERR_VERIFICATION_DECRYPTION" });
  const keyless = jwtContext({ decryption: undefined, userinfoEncryption: { algorithm: "ECDH-ES" } });
  await assert.rejects(readUserinfoResponse(keyless, jwt(await encrypt(text, bare)), me), {
    code: "ERR_CONFIGURATION_DECRYPTION_KEY",
  });
});

test("asks for a JWT where one is registered, by GET and by POST, and for JSON elsewhere", async () => {
  const answer = (): Response => new Response(signed, { headers: { "content-type": "application/jwt" } });
  const { http, sent } = network(answer);
  const options = { accessToken: "a", expectedSubject: "user-1" };
  for (const context of [jwtContext({ http, userinfoAlgorithms: ["ES256"] }), jwtContext({ http })]) {
    assert.deepEqual(await fetchUserinfo(context, options), claims);
    assert.deepEqual(await fetchUserinfoByPost(context, options), claims);
  }
  assert.deepEqual(
    sent.map(({ headers }) => headers.get("accept")),
    ["application/jwt", "application/jwt", "application/json", "application/json"],
  );
});

test("sends nothing where the server announces another algorithm than the registered one", async () => {
  const { http, sent } = network(() => Response.json(user));
  const context = jwtContext({ http, userinfoAlgorithms: ["RS256"] });
  const options = { accessToken: "a", expectedSubject: "user-1" };
  for (const call of [fetchUserinfo(context, options), fetchUserinfoByPost(context, options)])
    await assert.rejects(call, {
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "userinfo_signing_alg_values_supported",
    });
  assert.equal(sent.length, 0);
});
