import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createContentDigest, verifyContentDigest } from "../../src/http-signatures/content-digest.ts";
import type { RequestMessage, ResponseMessage } from "../../src/http-signatures/http-message.ts";
import { signRequest, signResponse } from "../../src/http-signatures/sign-message.ts";
import { verifyRequestSignature, verifyResponseSignature } from "../../src/http-signatures/verify-message.ts";
import { createStaticKeySource } from "../../src/jose/key-source.ts";
import { messageKey } from "../fixtures/message-keys.ts";
import { readForeign } from "./foreign.ts";

const { privateJwk, publicJwk } = await messageKey("ES256");
const clock = (): number => 1_700_000_000_000;
const components = ["@method", "@target-uri", "authorization", "content-digest"];
const plain = {
  method: "POST",
  url: "https://api.example.com/pay?to=bob",
  headers: { authorization: "Bearer abc" },
  body: '{"amount":1}',
};
const signing = { key: privateJwk, nonce: "n-1", tag: "pay", lifetimeSeconds: 60, clock };
const policy = {
  keys: createStaticKeySource({ keys: [publicJwk] }),
  algorithms: ["ES256"],
  components,
  nonce: "n-1",
  tag: "pay",
  clock,
};
const request = { ...plain, headers: { ...plain.headers, ...(await signRequest(plain, { ...signing, components })) } };
const ofResponse = ["@status", "content-digest", "@target-uri;req", "signature;req"];
const reply = { status: 200, headers: {}, body: '{"paid":1}' };
const signed = await signResponse(reply, request, { ...signing, components: ofResponse });
const response = { ...reply, headers: { ...signed } };
const responsePolicy = { ...policy, components: ofResponse };

/** The parts that a signature covers, or that make it up. */
const requestParts: readonly (readonly [part: string, text: string, put: (text: string) => RequestMessage])[] = [
  ["method", request.method, (method) => ({ ...request, method })],
  ["url", request.url, (url) => ({ ...request, url })],
  ["body", request.body, (body) => ({ ...request, body })],
  ...Object.entries(request.headers).map(
    ([name, value]) =>
      [name, value, (text: string) => ({ ...request, headers: { ...request.headers, [name]: text } })] as const,
  ),
];
const responseParts: readonly (readonly [part: string, text: string, put: (text: string) => ResponseMessage])[] = [
  ["body", response.body, (body) => ({ ...response, body })],
  ...Object.entries(response.headers).map(
    ([name, value]) =>
      [
        name,
        String(value),
        (text: string) => ({ ...response, headers: { ...response.headers, [name]: text } }),
      ] as const,
  ),
];

for (const [part, text, put] of requestParts) {
  test(`verifyRequestSignature: a request whose ${part} differs by one character is refused, or says the same`, async () => {
    const good = await verifyRequestSignature(request, policy);
    await fc.assert(
      fc.asyncProperty(changes(text), async (changed) => {
        fc.pre(!isSameText(part, changed, text));
        let found: unknown;
        const outcome = await readForeign(async () => {
          found = await verifyRequestSignature(put(changed), policy);
        });
        if (outcome === "refused") return;
        assert.equal(part, "signature-input", changed);
        assert.deepEqual(found, good, changed);
      }),
      { numRuns: 400 },
    );
  });
}

for (const [part, text, put] of responseParts) {
  test(`verifyResponseSignature: a response whose ${part} differs by one character is refused, or says the same`, async () => {
    const good = await verifyResponseSignature(response, request, responsePolicy);
    await fc.assert(
      fc.asyncProperty(changes(text), async (changed) => {
        fc.pre(!isSameText(part, changed, text));
        let found: unknown;
        const outcome = await readForeign(async () => {
          found = await verifyResponseSignature(put(changed), request, responsePolicy);
        });
        if (outcome === "refused") return;
        assert.equal(part, "signature-input", changed);
        assert.deepEqual(found, good, changed);
      }),
      { numRuns: 400 },
    );
  });
}

test("verifyResponseSignature: a response is refused for any other status and any other request", async () => {
  const refused = async (other: ResponseMessage, to: RequestMessage): Promise<void> =>
    assert.equal(await readForeign(() => verifyResponseSignature(other, to, responsePolicy)), "refused");
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 1000 }), changes(request.url), async (status, url) => {
      if (status !== 200) await refused({ ...response, status }, request);
      if (!isSameText("url", url, request.url)) await refused(response, { ...request, url });
    }),
    { numRuns: 200 },
  );
});

test("verifyContentDigest: a body has its digest, and no other one's, whatever the octets", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 60 }),
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom("sha-256", "sha-512"),
      async (one, other, algorithm) => {
        const body = Uint8Array.from(one);
        const headers = { "content-digest": await createContentDigest(body, algorithm) };
        await verifyContentDigest({ headers, body });
        fc.pre(Buffer.compare(one, other) !== 0);
        const outcome = await readForeign(() => verifyContentDigest({ headers, body: Uint8Array.from(other) }));
        assert.equal(outcome, "refused");
      },
    ),
  );
});

/** A text with one character changed, removed or added. */
function changes(text: string): fc.Arbitrary<string> {
  const letter = fc.constantFrom(...'abzAZ019 ;,=:"()/+-_.%?#@\\\t{}\u00e9');
  return fc
    .tuple(fc.nat(text.length), letter, fc.constantFrom("change", "remove", "add"))
    .map(([at, one, how]) => {
      const rest = text.slice(how === "add" ? at : at + 1);
      return `${text.slice(0, at)}${how === "remove" ? "" : one}${rest}`;
    })
    .filter((changed) => changed !== text);
}

/** Spellings that are one: the space around a field (RFC 9110 §5.5), and a URL that says the same, whose fragment is never sent (RFC 9421 §2.2.2). */
function isSameText(part: string, one: string, other: string): boolean {
  if (part === "body" || part === "method") return one === other;
  if (part !== "url") return one.trim() === other;
  if (!URL.canParse(one)) return false;
  const url = new URL(one);
  url.hash = "";
  return url.href === other;
}
