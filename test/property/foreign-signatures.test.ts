import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readDPoPNonce } from "../../src/dpop/nonce-store.ts";
import { parseComponent } from "../../src/http-signatures/component.ts";
import { verifyContentDigest } from "../../src/http-signatures/content-digest.ts";
import { verifyRequestSignature, verifyResponseSignature } from "../../src/http-signatures/verify-message.ts";
import { createStaticKeySource } from "../../src/jose/key-source.ts";
import { decodeClientAssertion, verifyClientAssertion } from "../../src/jwt-profiles/verify-client-assertion.ts";
import { verifyRequestObject } from "../../src/jwt-profiles/verify-request-object.ts";
import { createReplayStore } from "../../src/util/replay-store.ts";
import { generateTestKey, signText } from "../unit/jose/signed-tokens.ts";
import { assertFast, foreignText, foreignValue, readForeign } from "./foreign.ts";
import { validMessage } from "./message-arbitrary.ts";

const issuer = "https://id.example.com";
const key = await generateTestKey("ES256", { kid: "one" });
const keys = createStaticKeySource({ keys: [key.publicJwk] });
const clock = (): number => 1_800_000_000_000;
const policy = { keys, algorithms: ["ES256"], components: ["@method"], clock };
const received = { issuer, clientId: "client-1", clock };
const replayStore = createReplayStore({ clock });
const request = { method: "POST", url: "https://api.example.com/pay", headers: {}, body: "{}" };

const readers: readonly (readonly [name: string, read: (text: string) => unknown])[] = [
  ["parseComponent", parseComponent],
  ["verifyContentDigest", (text) => verifyContentDigest({ headers: { "content-digest": text }, body: "{}" })],
  ["verifyRequestSignature", (text) => verifyRequestSignature({ ...request, headers: signature(text) }, policy)],
  [
    "verifyRequestSignature of a well-formed field",
    (text) =>
      verifyRequestSignature(
        { ...request, headers: signature(`sig1=(${text});created=1800000000`, "sig1=:AAAA:") },
        policy,
      ),
  ],
  [
    "verifyResponseSignature",
    (text) => verifyResponseSignature({ status: 200, headers: signature(text), body: "" }, request, policy),
  ],
  ["readDPoPNonce", (text) => readDPoPNonce(new Headers({ "dpop-nonce": text.replaceAll(/[^\t\x20-\x7e]/g, "?") }))],
  ["decodeClientAssertion", decodeClientAssertion],
  [
    "verifyClientAssertion by key",
    (text) =>
      verifyClientAssertion(text, { ...received, replayStore, credential: { method: "private_key_jwt", keys } }),
  ],
  [
    "verifyClientAssertion by secret",
    (text) =>
      verifyClientAssertion(text, {
        ...received,
        replayStore,
        credential: { method: "client_secret_jwt", secret: "s".repeat(32) },
      }),
  ],
  ["verifyRequestObject", (text) => verifyRequestObject(text, { ...received, keys })],
];

/** Tokens of the right key: whatever they say else, parties and times are good ones, so that some of them are taken. */
const good = { iss: "client-1", client_id: "client-1", aud: issuer, iat: 1_800_000_000, exp: 1_800_000_060 };
const signed = fc
  .tuple(
    fc.constantFrom({}, { typ: "client-authentication+jwt" }, { typ: "oauth-authz-req+jwt" }),
    fc.oneof(
      validMessage("client-assertion").map((claims) => ({ ...claims, ...good, nbf: good.iat, sub: "client-1" })),
      validMessage("request-object").map((claims) => ({ ...claims, ...good, nbf: good.iat, sub: "user-1" })),
      foreignValue.map((claims) => ({ ...Object(claims), ...good, sub: "client-1" })),
    ),
  )
  .map(([header, claims]) =>
    signText(JSON.stringify({ ...header, alg: "ES256", kid: "one" }), JSON.stringify(claims), key),
  );
const accepted = new Set<string>();

for (const [name, read] of readers) {
  test(`${name}: any text is read, or refused by an error of ours`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(foreignText, signed), async (given) => {
        const text = await given;
        if ((await readForeign(() => read(text))) === "accepted") accepted.add(name);
      }),
      { numRuns: 200 },
    );
  });

  test(`${name}: long texts take time in proportion to their length`, () => assertFast(name, read));
}

test("readers of tokens take some of what comes, so that their last checks have been tried", () => {
  for (const name of ["decodeClientAssertion", "verifyClientAssertion by key", "verifyRequestObject"])
    assert.ok(accepted.has(name), name);
});

function signature(input: string, value = input) {
  return { "signature-input": input, signature: value };
}
