import assert from "node:assert/strict";
import { test } from "node:test";
import type { RequestMessage } from "../../../src/http-signatures/http-message.ts";
import { type SignatureOptions, signRequest, signResponse } from "../../../src/http-signatures/sign-message.ts";
import { messageKey } from "../../fixtures/message-keys.ts";

const request: RequestMessage = {
  method: "POST",
  url: "https://api.example.com/pay?x=1",
  headers: { accept: "a" },
  body: "{}",
};

async function optionsWith(changes: Partial<SignatureOptions> = {}): Promise<SignatureOptions> {
  const { privateJwk } = await messageKey("ES256");
  return { key: privateJwk, components: ["@method", "content-digest"], clock: () => 1_700_000_000_000, ...changes };
}

test("gives the fields to add, the digest of the body among them (RFC 9421 §3.1)", async () => {
  const fields = await signRequest(request, await optionsWith());
  assert.deepEqual(Object.keys(fields), ["content-digest", "signature-input", "signature"]);
  assert.equal(fields["content-digest"], "sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:");
  assert.equal(fields["signature-input"], 'sig1=("@method" "content-digest");created=1700000000;keyid="key-ES256"');
  assert.match(fields.signature, /^sig1=:[A-Za-z0-9+/]{86}==:$/);
});

test("writes every parameter that is asked for, in one order", async () => {
  const { "signature-input": input } = await signRequest(
    request,
    await optionsWith({ label: "me", keyId: 'k"1', nonce: "n", tag: "t", lifetimeSeconds: 60, includeAlgorithm: true }),
  );
  const parameters = String.raw`created=1700000000;expires=1700000060;keyid="k\"1";alg="ecdsa-p256-sha256";nonce="n";tag="t"`;
  assert.equal(input, `me=("@method" "content-digest");${parameters}`);
});

test("signs a body of its own digest field as it is, and no digest that is not covered", async () => {
  const own = { ...request, headers: { "Content-Digest": "sha-512=:AQ==:" } };
  assert.equal((await signRequest(own, await optionsWith()))["content-digest"], undefined);
  assert.equal(
    (await signRequest(request, await optionsWith({ components: ["@method"] })))["content-digest"],
    undefined,
  );
  assert.match(
    (await signRequest(request, await optionsWith({ digest: "sha-512" })))["content-digest"] ?? "",
    /^sha-512=/,
  );
  const empty = await signRequest({ ...request, body: undefined }, await optionsWith());
  assert.equal(empty["content-digest"], "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:");
});

test("does not take the digest of the request for that of the response (RFC 9421 §2.4)", async () => {
  const signed = { ...request, headers: { "content-digest": "sha-256=:AQ==:" } };
  const options = await optionsWith({ components: ["@status", "content-digest;req"] });
  const fields = await signResponse({ status: 200, headers: {}, body: "x" }, signed, options);
  assert.equal(fields["content-digest"], undefined);
});

test("keeps the signatures that are there, and writes none over another (RFC 9421 §4.1)", async () => {
  const first = await signRequest(request, await optionsWith({ components: ["@method"] }));
  const again = { ...request, headers: { ...first } };
  const second = await signRequest(again, await optionsWith({ components: ['signature;key="sig1"'], label: "sig2" }));
  assert.ok(second.signature.startsWith(`${first.signature}, sig2=:`));
  assert.ok(second["signature-input"].includes(', sig2=("signature";key="sig1")'));
  await assert.rejects(signRequest(again, await optionsWith()), { parameter: "label" });
  await assert.rejects(signRequest({ ...request, headers: { signature: "(" } }, await optionsWith()), {
    parameter: "headers",
  });
});

for (const [alg, registered] of [
  ["ES384", "ecdsa-p384-sha384"],
  ["Ed25519", "ed25519"],
  ["PS512", "rsa-pss-sha512"],
] as const) {
  test(`signs with ${registered} for a key that fits it (RFC 9421 §3.3)`, async () => {
    const { privateJwk, privateKey } = await messageKey(alg);
    for (const key of [privateJwk, privateKey]) {
      const fields = await signRequest(request, await optionsWith({ key, includeAlgorithm: true }));
      assert.ok(fields["signature-input"].includes(`;alg="${registered}"`));
    }
  });
}

test("writes no alg for an algorithm of JOSE without a name in the registry (RFC 9421 §3.3.7)", async () => {
  const { privateJwk: key } = await messageKey("PS512");
  const fields = await signRequest(request, await optionsWith({ key, algorithm: "PS256", includeAlgorithm: true }));
  assert.ok(!fields["signature-input"].includes("alg="));
});

const refusals: readonly (readonly [parameter: string, changes: Partial<SignatureOptions>])[] = [
  ["label", { label: "Sig" }],
  ["components", { components: ["a b"] }],
  ["components", { components: ["@foo"] }],
  ["components", { components: ["accept;sf"] }],
  ["lifetimeSeconds", { lifetimeSeconds: 0 }],
  ["lifetimeSeconds", { lifetimeSeconds: 1.5 }],
  ["keyId", { keyId: "ä" }],
  ["nonce", { nonce: "\n" }],
  ["tag", { tag: "\u{1f511}" }],
];

for (const [parameter, changes] of refusals) {
  test(`refuses ${JSON.stringify(changes)}`, async () => {
    await assert.rejects(signRequest(request, await optionsWith(changes)), {
      code: "ERR_CONFIGURATION_OPTION",
      parameter,
    });
  });
}

test("refuses a key that cannot sign, and a component that the request lacks", async () => {
  const { publicJwk, privateJwk } = await messageKey("ES256");
  const broken = { ...privateJwk, d: "AA" };
  for (const key of [publicJwk, broken])
    await assert.rejects(signRequest(request, await optionsWith({ key })), { code: "ERR_CONFIGURATION_KEY" });
  await assert.rejects(signRequest(request, await optionsWith({ algorithm: "PS256" })), {
    code: "ERR_CONFIGURATION_KEY",
  });
  await assert.rejects(signRequest(request, await optionsWith({ components: ["authorization"] })), {
    code: "ERR_VERIFICATION_SIGNATURE_COVERAGE",
  });
});

test("takes the shapes of keys that a client takes, and asks a function for every signature", async () => {
  const { privateJwk, privateKey } = await messageKey("ES256");
  let asked = 0;
  const current = async (): Promise<{ key: CryptoKey; kid: string; alg: string }> => {
    asked += 1;
    return { key: privateKey, kid: `now-${asked}`, alg: "ES256" };
  };
  const keyIdOf = async (key: SignatureOptions["key"]): Promise<string | undefined> =>
    /keyid="([^"]*)"/.exec((await signRequest(request, await optionsWith({ key })))["signature-input"])?.[1];
  assert.equal(await keyIdOf({ key: privateJwk, kid: "named" }), "named");
  assert.equal(await keyIdOf({ key: privateJwk }), "key-ES256");
  assert.equal(await keyIdOf(privateKey), undefined);
  assert.deepEqual([await keyIdOf(current), await keyIdOf(current)], ["now-1", "now-2"]);
});

test("signs with the algorithm that stands beside an RSA key, else with PS512 (RFC 9421 §3.3)", async () => {
  const { privateJwk } = await messageKey("PS512");
  const { alg: _alg, ...open } = privateJwk;
  for (const [key, registered] of [
    [open, "rsa-pss-sha512"],
    [{ key: open }, "rsa-pss-sha512"],
    [{ key: open, alg: "RS256" }, "rsa-v1_5-sha256"],
  ] as const) {
    const fields = await signRequest(request, await optionsWith({ key, includeAlgorithm: true }));
    assert.ok(fields["signature-input"].includes(`;alg="${registered}"`));
  }
});

test("signs a Request as the object that says the same", async () => {
  const { url } = request;
  const { privateJwk: key } = await messageKey("Ed25519");
  const options = await optionsWith({ key, components: ["@method", "@target-uri", "accept"] });
  const bare = { method: "GET", url, headers: { accept: "a" } };
  // A Request without a body fits the type but for its null.
  const sent: RequestMessage = Object.assign(new Request(url, { headers: { accept: "a" } }));
  assert.deepEqual(await signRequest(sent, options), await signRequest(bare, options));
});

for (const [title, body] of [
  ["a stream", new Blob(["{}"]).stream()],
  ["a number", 1],
  ["an object", { amount: 1 }],
] as const) {
  test(`refuses a body that is ${title}`, async () => {
    const streamed: RequestMessage = Object.assign({ ...request }, { body: undefined });
    Reflect.set(streamed, "body", body);
    await assert.rejects(signRequest(streamed, await optionsWith()), {
      name: "ConfigurationError",
      code: "ERR_CONFIGURATION_OPTION",
      parameter: "body",
      message: /must be text or a Uint8Array/,
    });
  });
}
