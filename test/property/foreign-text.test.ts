import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { asCheck } from "../../generated/checks.ts";
import { tokenResponseSchema } from "../../generated/messages/token-response.ts";
import * as scalars from "../../generated/scalars.ts";
import { readCheckSessionReply } from "../../src/endpoints/check-session.ts";
import { readRequestedClaims } from "../../src/endpoints/requested-claims.ts";
import { readResponseMode, readResponseType } from "../../src/endpoints/response-type.ts";
import { parseFormText } from "../../src/exchange/form-text.ts";
import { readTolerantBody } from "../../src/exchange/tolerant-body.ts";
import { checkHeaderFields } from "../../src/http/policy.ts";
import { certificateThumbprint } from "../../src/jose/certificate-thumbprint.ts";
import { isCompactJwe } from "../../src/jose/compact-jwe.ts";
import { checkClientIdUrl } from "../../src/metadata/client-id-metadata-document.ts";
import { readMaxAgeSeconds } from "../../src/metadata/freshness.ts";
import { checkResourceIdentifier } from "../../src/metadata/protected-resource-metadata.ts";
import { parseUserIdentifier, webfingerUrl } from "../../src/metadata/webfinger.ts";
import { checkIssuer } from "../../src/metadata/well-known.ts";
import { checkCodeVerifier } from "../../src/pkce.ts";
import { checkMessage } from "../../src/schema/check.ts";
import { decodeParameters, encodeFormText } from "../../src/schema/form.ts";
import { appendPointer, splitPointer } from "../../src/schema/pointer.ts";
import { decodeBase64url } from "../../src/util/base64url.ts";
import {
  parseChallenges,
  parseMediaType,
  parseMediaTypeEssence,
  parseRetryAfter,
} from "../../src/util/header-field.ts";
import { parseJson } from "../../src/util/json.ts";
import { isSameJson } from "../../src/util/json-equal.ts";
import {
  readBooleanMember,
  readNumberMember,
  readObjectMember,
  readTextListMember,
  readTextMember,
} from "../../src/util/json-member.ts";
import { parseNumericDate, toNumericDate } from "../../src/util/numeric-date.ts";
import { createParameterList } from "../../src/util/parameter-list.ts";
import { findRedirectUriProblem } from "../../src/util/redirect-uri.ts";
import { findResourceProblem } from "../../src/util/resource-indicator.ts";
import { parseScope } from "../../src/util/scope-set.ts";
import { findSimilarName } from "../../src/util/similar-name.ts";
import { parseUrl, urlForMessage } from "../../src/util/url.ts";
import { findNonceProblem, findStateProblem } from "../../src/util/visible-text.ts";
import { assertFast, foreignText, foreignValue, readForeign } from "./foreign.ts";

/** Every step that takes text of others apart. */
const readers: readonly (readonly [name: string, read: (text: string) => unknown])[] = [
  ["base64url", decodeBase64url],
  ["JSON", parseJson],
  ["a list of challenges", parseChallenges],
  ["a media type", parseMediaType],
  ["a media type without parameters", parseMediaTypeEssence],
  ["Retry-After", (text) => parseRetryAfter(text, 0)],
  ["Cache-Control", (text) => readMaxAgeSeconds(new Headers({ "cache-control": visible(text) }))],
  ["form text", parseFormText],
  ["parameters", (text) => createParameterList(text)],
  ["parameters of a message", (text) => decodeParameters(new URLSearchParams(text), tokenResponseSchema)],
  ["form text in place of JSON", (text) => readTolerantBody(tokenResponseSchema, tolerant(text, "text/plain"), names)],
  ["JSON without its type", (text) => readTolerantBody(tokenResponseSchema, tolerant(text, null), names)],
  ["a scope", parseScope],
  ["a URL", (text) => parseUrl(text)],
  ["a URL for a message", urlForMessage],
  ["a redirect URI", (text) => findRedirectUriProblem(text)],
  ["a resource", findResourceProblem],
  ["a state", findStateProblem],
  ["a nonce", findNonceProblem],
  ["an issuer", checkIssuer],
  ["the URL of a client", checkClientIdUrl],
  ["the identifier of a resource", checkResourceIdentifier],
  ["what a user typed", parseUserIdentifier],
  ["what a user typed, as a question", webfingerUrl],
  ["a code verifier", checkCodeVerifier],
  ["a certificate", certificateThumbprint],
  ["whether a JWE", isCompactJwe],
  ["a response type", (text) => readResponseType(text)],
  ["a response mode", (text) => readResponseMode("code", text)],
  ["a pointer", splitPointer],
  ["a name like others", (text) => findSimilarName(text, ["access_token", "token_type", "scope"])],
  ["a header field", (text) => checkHeaderFields({ "x-field": text })],
  ["text in a form", encodeFormText],
  ["a message of a frame", readCheckSessionReply],
];

for (const [name, read] of readers) {
  test(`${name}: any text is read, or refused by an error of ours`, async () => {
    await fc.assert(
      fc.asyncProperty(foreignText, async (text) => void (await readForeign(() => read(text)))),
      {
        numRuns: 400,
      },
    );
  });

  test(`${name}: long texts take time in proportion to their length`, () => assertFast(name, read));
}

test("values of every kind: members, dates and equality are read without failing, and nothing is converted", () => {
  fc.assert(
    fc.property(foreignValue, foreignValue, fc.constantFrom("iss", "__proto__", "x"), (one, other, name) => {
      const object: Readonly<Record<string, unknown>> = Object.fromEntries([[name, one]]);
      const read = [readTextMember, readNumberMember, readBooleanMember, readTextListMember, readObjectMember];
      for (const each of read) assert.ok([undefined, one].includes(each(object, name)));
      assert.equal(readTextMember({}, name), undefined);
      const date = parseNumericDate(one);
      assert.ok(date === undefined || toNumericDate(date) === Math.floor(Number(one)));
      assert.equal(isSameJson(one, JSON.parse(JSON.stringify(one))), true);
      assert.equal(isSameJson(one, other), isSameJson(other, one));
      assert.ok(readCheckSessionReply(one) === undefined || typeof one === "string");
      checkMessage(tokenResponseSchema, one);
    }),
    { numRuns: 1000 },
  );
});

test("the claims that a request asks for are read whatever their members are", () => {
  const request = fc.dictionary(
    fc.constantFrom("sub", "acr", "auth_time", "x"),
    fc.oneof(
      fc.constant(null),
      fc.dictionary(
        fc.constantFrom("value", "values", "essential"),
        fc.jsonValue({ maxDepth: 1 }).filter((value) => value !== null),
      ),
    ),
  );
  fc.assert(
    fc.property(request, (asked) => {
      const { subject = "", acrValues = [] } = readRequestedClaims({ id_token: listsOnly(asked) });
      assert.ok([subject, ...acrValues].every((text) => typeof text === "string"));
    }),
  );
});

test("a pointer leads back to the names that it was made of", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom(..."a~/01%") })), (path) => {
      assert.deepEqual(splitPointer(path.reduce(appendPointer, "")), path);
    }),
  );
});

test("every scalar of the contract judges long texts in time that is in proportion to their length", async () => {
  const all = Object.entries(scalars);
  assert.ok(all.length >= 40, `${all.length} scalars`);
  for (const [name, scalar] of all) await assertFast(name, (text) => asCheck(scalar).ok(text));
});

function visible(text: string): string {
  return text.replaceAll(/[^\t\x20-\x7e]/g, "?");
}

function tolerant(text: string, contentType: string | null) {
  return { text, contentType, endpoint: "token_endpoint" };
}

/** `values` is a list where a message has passed its check. */
function listsOnly(
  asked: Readonly<Record<string, Readonly<Record<string, unknown>> | null>>,
): Readonly<Record<string, never>> {
  const entries = Object.entries(asked).map(([name, request]) => [
    name,
    request && { ...request, ...("values" in request ? { values: [request.values] } : {}) },
  ]);
  return Object.fromEntries(entries);
}

const names = ["form-encoded-response", "userinfo-content-type"] as const;
