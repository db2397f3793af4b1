import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { tokenResponseSchema } from "../../generated/messages/token-response.ts";
import { readAttestationChallengeResponse } from "../../src/endpoints/attestation-challenge.ts";
import { readBackchannelAuthenticationResponse } from "../../src/endpoints/backchannel-authentication.ts";
import { resolveClaimSources } from "../../src/endpoints/claim-sources.ts";
import { readDeviceAuthorizationResponse } from "../../src/endpoints/device-authorization.ts";
import { readIntrospectionResponse } from "../../src/endpoints/introspection.ts";
import { readPushedAuthorizationResponse } from "../../src/endpoints/pushed-authorization.ts";
import { readRegistrationResponse } from "../../src/endpoints/registration.ts";
import { readResourceChallenge } from "../../src/endpoints/resource-challenge.ts";
import { readRevocationResponse } from "../../src/endpoints/revocation.ts";
import { readTokenResponse } from "../../src/endpoints/token.ts";
import { readUserinfoResponse } from "../../src/endpoints/userinfo.ts";
import { readUserinfoJwt } from "../../src/endpoints/userinfo-jwt.ts";
import { readChallengeError, readChallenges } from "../../src/exchange/challenge.ts";
import { readErrorAnswer } from "../../src/exchange/error-answer.ts";
import { errorExplanation } from "../../src/exchange/error-explanation.ts";
import { readMessage } from "../../src/exchange/read-message.ts";
import { readJsonObject } from "../../src/http/read-json.ts";
import type { HttpAnswer } from "../../src/http/types.ts";
import { createStaticKeySource } from "../../src/jose/key-source.ts";
import {
  readAuthorizationServerMetadata,
  readOpenidProviderMetadata,
} from "../../src/metadata/authorization-server-metadata.ts";
import { readClientIdMetadataDocument } from "../../src/metadata/client-id-metadata-document.ts";
import { readJwkSet } from "../../src/metadata/jwk-set.ts";
import { readProtectedResourceMetadata } from "../../src/metadata/protected-resource-metadata.ts";
import { readWebfingerResponse } from "../../src/metadata/webfinger.ts";
import { tolerating } from "../../src/tolerances.ts";
import { jwtContext, signer } from "../unit/endpoints/jwt-answers.ts";
import { assertFast, foreignText, foreignValue, longTexts, readForeign } from "./foreign.ts";
import { validMessage } from "./message-arbitrary.ts";

const context = jwtContext();
const tolerant = jwtContext({
  tolerate: tolerating([
    "form-encoded-response",
    "userinfo-content-type",
    "expires-in-string",
    "null-members",
    "empty-strings",
  ]),
});
const issuer = "https://id.example.com";
const issuers = { [issuer]: { keys: createStaticKeySource({ keys: [signer.publicJwk] }) } };
const explained = { clock: () => 0, explain: errorExplanation };
const userinfo = { expectedSubject: "user-1" };

/** Every reader of answers, and the message that it waits for. */
const readers: readonly (readonly [name: string, message: string, read: (answer: HttpAnswer) => unknown])[] = [
  ["readTokenResponse", "token-response", (answer) => readTokenResponse(context, answer)],
  ["readTokenResponse with tolerances", "token-response", (answer) => readTokenResponse(tolerant, answer)],
  ["readMessage", "token-response", (answer) => readMessage(context, answer, tokenResponseSchema)],
  ["readErrorAnswer", "token-error", (answer) => readErrorAnswer(answer, explained)],
  [
    "readPushedAuthorizationResponse",
    "pushed-authorization-response",
    (answer) => readPushedAuthorizationResponse(context, answer),
  ],
  [
    "readDeviceAuthorizationResponse",
    "device-authorization-response",
    (answer) => readDeviceAuthorizationResponse(context, answer),
  ],
  [
    "readBackchannelAuthenticationResponse",
    "backchannel-authentication-response",
    (answer) => readBackchannelAuthenticationResponse(context, answer),
  ],
  ["readRevocationResponse", "token-error", (answer) => readRevocationResponse(context, answer)],
  ["readIntrospectionResponse", "introspection-response", (answer) => readIntrospectionResponse(context, answer)],
  [
    "readIntrospectionResponse as a JWT",
    "introspection-response",
    (answer) => readIntrospectionResponse(context, answer, { responseFormat: "jwt" }),
  ],
  ["readUserinfoResponse", "userinfo-response", (answer) => readUserinfoResponse(context, answer, userinfo)],
  [
    "readUserinfoResponse with tolerances",
    "userinfo-response",
    (answer) => readUserinfoResponse(tolerant, answer, userinfo),
  ],
  ["readUserinfoJwt", "userinfo-response", (answer) => readUserinfoJwt(context, answer, {})],
  ["readRegistrationResponse", "registration-response", (answer) => readRegistrationResponse(context, answer)],
  [
    "readAttestationChallengeResponse",
    "client-attestation-challenge",
    (answer) => readAttestationChallengeResponse(context, answer),
  ],
  [
    "readAuthorizationServerMetadata",
    "authorization-server-metadata",
    (answer) => readAuthorizationServerMetadata(answer, issuer),
  ],
  ["readOpenidProviderMetadata", "openid-provider-metadata", (answer) => readOpenidProviderMetadata(answer, issuer)],
  [
    "readProtectedResourceMetadata",
    "protected-resource-metadata",
    (answer) => readProtectedResourceMetadata(answer, "https://api.example.com"),
  ],
  [
    "readClientIdMetadataDocument",
    "client-id-metadata-document",
    (answer) => readClientIdMetadataDocument(answer, "https://app.example.com/client"),
  ],
  ["readJwkSet", "jwk-set", readJwkSet],
  ["readWebfingerResponse", "webfinger-response", (answer) => readWebfingerResponse(answer)],
  ["readResourceChallenge", "token-error", readResourceChallenge],
  ["readChallenges", "token-error", ({ headers }) => readChallenges(headers)],
  ["readChallengeError", "token-error", ({ headers }) => readChallengeError(readChallenges(headers))],
  ["readJsonObject", "token-error", (answer) => readJsonObject(answer, { mediaTypes: ["application/json", "+json"] })],
  ["resolveClaimSources", "userinfo-response", (answer) => resolveClaimSources(context, objectOf(answer), { issuers })],
];

const outcomes = new Map<string, number>();

for (const [name, message, read] of readers) {
  test(`${name}: any answer is read, or refused by an error of ours`, async () => {
    await fc.assert(
      fc.asyncProperty(answers(message), async (answer) => {
        const outcome = await readForeign(() => read(answer));
        outcomes.set(`${name} ${outcome}`, (outcomes.get(`${name} ${outcome}`) ?? 0) + 1);
      }),
      { numRuns: 150 },
    );
  });

  test(`${name}: a long body takes time in proportion to its length`, () =>
    assertFast(name, (text) => read(answerOf(text))));
}

test("a long error or challenge takes time in proportion to its length", async () => {
  await assertFast("error", (text) =>
    readErrorAnswer(answerOf(JSON.stringify({ error: text, error_uri: text }), 400), explained),
  );
  await assertFast("challenge", (text) => readResourceChallenge(answerOf("", 401, `Bearer ${visible(text)}`)));
});

test("a document with long members takes time in proportion to its length, whatever reads it", async () => {
  for (const [name, message, read] of readers) {
    const [sample] = fc.sample(validMessage(message), { seed: 7, numRuns: 1 });
    const start = performance.now();
    for (const text of longTexts.slice(0, 8)) {
      const members = Object.keys(sample ?? {}).map((member) => [member, text]);
      const document = JSON.stringify({ ...sample, ...Object.fromEntries(members), extra: text });
      await readForeign(() => read(answerOf(document)));
    }
    assert.ok(performance.now() - start < 20_000, `${name} took ${performance.now() - start} ms`);
  }
});

test("readChallengeError: the error of challenges is one that a challenge has, with the words of the same one", () => {
  const text = fc.string({ unit: fc.constantFrom(..."abe =,_."), maxLength: 6 });
  const name = fc.constantFrom("error", "error_description", "error_uri", "realm", "__proto__");
  const challenge = fc.dictionary(name, text).map((parameters) => ({
    parameters,
    field: `Bearer ${["x", ...Object.keys(parameters)].map((one) => `${one}="${parameters[one] ?? ""}"`).join(", ")}`,
  }));
  fc.assert(
    fc.property(fc.array(challenge, { maxLength: 4 }), (challenges) => {
      const headers = new Headers();
      for (const { field } of challenges) headers.append("www-authenticate", field);
      const told = readChallengeError(readChallenges(headers));
      const first = challenges.find(({ parameters }) => (parameters.error ?? "") !== "")?.parameters;
      const names = ["error", "error_description", "error_uri"].filter((one) => first !== undefined && one in first);
      assert.deepEqual(told, first && Object.fromEntries(names.map((one) => [one, first[one]])));
    }),
    { numRuns: 500 },
  );
});

test("readers take some of what comes and refuse some, so that both ways have been tried", () => {
  const idle = readers.filter(([name]) => !outcomes.has(`${name} accepted`) && !outcomes.has(`${name} refused`));
  assert.deepEqual(idle, []);
  const accepting = readers.filter(([name]) => outcomes.has(`${name} accepted`));
  assert.ok(accepting.length >= 12, accepting.map(([name]) => name).join(", "));
});

function answerOf(text: string, status = 200, challenge?: string): HttpAnswer {
  const headers = new Headers({ "content-type": "application/json" });
  if (challenge !== undefined) headers.set("www-authenticate", challenge);
  return { status, text, headers, endpoint: "token_endpoint https://id.example.com/token" };
}

/** Answers as servers, proxies and attackers give them. */
function answers(message: string): fc.Arbitrary<HttpAnswer> {
  const valid = validMessage(message);
  const changed = fc
    .tuple(valid, fc.string(), foreignValue)
    .map(([value, name, other]) => ({ ...value, [name]: other, iss: issuer, issuer, sub: "user-1", active: true }));
  const body = fc.oneof(
    valid.map((value) => JSON.stringify(value)),
    changed.map((value) => JSON.stringify(value)),
    valid.map((value) =>
      new URLSearchParams(Object.entries(value).map(([name, member]) => [name, JSON.stringify(member)])).toString(),
    ),
    fc.tuple(valid, fc.nat(200)).map(([value, end]) => JSON.stringify(value).slice(0, end)),
    foreignValue.map((value) => JSON.stringify(value) ?? ""),
    foreignText,
    fc.constant("<!doctype html><title>Error</title>"),
  );
  return fc.record({
    status: fc.constantFrom(200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 503),
    text: body,
    headers: headerFields,
    endpoint: fc.constant("token_endpoint https://id.example.com/token"),
  });
}

const field = foreignText.map(visible);
const headerFields: fc.Arbitrary<Headers> = fc
  .record(
    {
      "content-type": fc.oneof(
        fc.constantFrom(
          "application/json",
          "application/json; charset=utf-8",
          "text/html",
          "application/jwt",
          "application/jwk-set+json",
          "application/jrd+json",
          "text/plain",
        ),
        field,
      ),
      "www-authenticate": fc.oneof(
        fc.constantFrom('Bearer error="invalid_token"', 'DPoP error="use_dpop_nonce", algs="ES256"'),
        field,
      ),
      "retry-after": fc.oneof(fc.constantFrom("120", "Fri, 31 Dec 1999 23:59:59 GMT"), field),
      "cache-control": field,
      age: field,
    },
    { requiredKeys: [], noNullPrototype: true },
  )
  .map((fields) => new Headers(Object.entries({ "content-type": "application/json", ...fields })));

function visible(text: string): string {
  return text.replaceAll(/[^\t\x20-\x7e]/g, "?");
}

/** Claims that a caller has already read as an object. */
function objectOf({ text }: HttpAnswer): Readonly<Record<string, unknown>> & { readonly sub: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = {};
  }
  return { ...Object(Array.isArray(value) ? {} : value), sub: "user-1" };
}
