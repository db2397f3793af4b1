import assert from "node:assert/strict";
import { test } from "node:test";
import { listFiles, readText } from "./source-module.ts";

/** Steps inside another one, which has the property; and those that take nothing foreign. */
const inner: Readonly<Record<string, string>> = {
  decryptJwtContent: "decryptJwt",
  parseJsonPart: "decodeJws",
  readBody: "readRequestBody",
  verifyClaims: "verifyIdToken",
  verifyHashes: "verifyIdToken",
  verifyLifetime: "verifyLogoutToken",
  verifyParties: "verifyIdToken",
  verifyTimes: "verifyIdToken",
  verifyJws: "verifyIdToken",
  verifyJwt: "verifySoftwareStatement",
  verifyValidity: "verifySoftwareStatement",
  verifyJarmClaims: "readJwtAuthorizationResponse",
  verifyReceivedIdToken: "readFrontChannelResponse",
  verifyBackchannelIdToken: "readBackchannelPush",
  verifyResponseIdToken: "verifyIdToken",
  verifySignedAnswer: "readUserinfoJwt",
  verifyWithEmbeddedKey: "verifyDPoPProof",
  verifyAccessToken: "createAccessTokenVerifier",
  verifyBinding: "createAccessTokenVerifier",
  verifyTokenClaims: "createAccessTokenVerifier",
  readLegacyScope: "createAccessTokenVerifier",
  readDocument: "readOpenidProviderMetadata",
  readKeySet: "readJwkSet",
  readRetryAfter: "readErrorAnswer",
  verifyIdTokenClaims: "verifyIdToken",
  verifySecretSignature: "verifyClientAssertion",
  ...Object.fromEntries(
    [
      "readCode",
      "readGrantDetails",
      "readIdTokenHint",
      "readAuthorizationParameters",
      "decodeMembers",
      "readRequestObject",
      "verifyRedemption",
      "readProxiedConnection",
      "readCredentials",
      "verifyAssertion",
      "verifySecret",
      "readForm",
      "readParameters",
      "readParameter",
      "readJson",
      "readLogoutRequest",
      "verifyRequestProof",
      "readGrantedClaims",
    ].map((name) => [name, "createProvider"]),
  ),
};
/**
 * `decodeContent` gives a stream, whose bytes `readRequestBody` reads; the others take options, what a store gives back, or what was made a moment before.
 */
const notForeign = [
  "decodeContent",
  "readAuthorizationDetails",
  "readDelivery",
  "readPrivateKey",
  "readAuthenticationMethods",
  "readCertificate",
  "readClearSecrets",
  "readFetchInput",
  "readFlag",
  "readIdTokenOptions",
  "readKeyOptions",
  "readLifetimes",
  "readKeyRecord",
  "readLightResponse",
  "readLogoutOptions",
  "readServeOptions",
  "readSecrets",
  "readSettings",
  "readSharedFailure",
  "readThrottleRules",
  "splitChunks",
];

const properties = listFiles("test/property", ".test.ts").map(readText).join("\n");
const parsers = listFiles("src", ".ts").flatMap((path) =>
  [
    ...readText(path).matchAll(/^export (?:async )?function ((?:parse|read|decode|decrypt|verify|split)[A-Z]\w*)/gm),
  ].map(([, name = ""]) => name),
);

test("whatever takes text or messages of others apart has a property in test/property", () => {
  assert.ok(parsers.length >= 75, `${parsers.length} functions`);
  const without = parsers.filter((name) => !notForeign.includes(name) && !isTested(inner[name] ?? name));
  assert.deepEqual(without, [], "add these to a file of test/property, e.g. foreign-text.test.ts");
});

test("what is excepted from having a property is still there", () => {
  const gone = [...Object.keys(inner), ...notForeign].filter((name) => !parsers.includes(name));
  assert.deepEqual(gone, []);
});

function isTested(name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(properties);
}
