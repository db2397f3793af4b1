import assert from "node:assert/strict";
import { test } from "node:test";
import { signRequest } from "../../../src/http-signatures/sign-message.ts";
import { createSignatureBase } from "../../../src/http-signatures/signature-base.ts";
import { findSignature } from "../../../src/http-signatures/signature-fields.ts";
import { messageKey } from "../../fixtures/message-keys.ts";

const numbers = Array.from({ length: 128 }, (_, index) => index);

function headersWith(components: readonly string[]): Readonly<Record<string, string>> {
  return { "signature-input": `sig1=(${components.join(" ")});created=1`, signature: "sig1=:AQ==:" };
}

test("refuses a signature over more than 32 components before any is read (RFC 9421 §4.1)", () => {
  const parameters = numbers.map((number) => `"@query-param";name="p${number}"`);
  assert.equal(findSignature(headersWith(parameters.slice(0, 32)), {}).covered.items.length, 32);
  for (const count of [33, 127])
    assert.throws(() => findSignature(headersWith(parameters.slice(0, count)), {}), {
      name: "VerificationError",
      code: "ERR_VERIFICATION_SIGNATURE_INPUT",
      parameter: "signature-input",
    });
});

test("signs no more than 32 components", async () => {
  const { privateJwk: key } = await messageKey("ES256");
  const request = { method: "GET", url: "https://api.example.com/", headers: {} };
  await assert.rejects(signRequest(request, { key, components: numbers.slice(0, 33).map((number) => `x-${number}`) }), {
    code: "ERR_CONFIGURATION_OPTION",
    parameter: "components",
  });
});

const pairs = [...numbers.slice(0, 32).map((number) => `p${number}=v`), ...Array<string>(6000).fill("a")];
const request = {
  method: "GET",
  url: `https://api.example.com/?${pairs.join("&")}`,
  headers: { "x-d": numbers.map((number) => `k${number}="${"v".repeat(100)}"`).join(", ") },
};

for (const [part, component] of [
  ["query", (number: number) => `"@query-param";name="p${number}"`],
  ["dictionary", (number: number) => `"x-d";key="k${number}"`],
] as const) {
  test(`parses the ${part} once, however many components are in it`, () => {
    const { covered: one } = findSignature(headersWith([component(0)]), {});
    const { covered: many } = findSignature(headersWith(numbers.slice(0, 32).map(component)), {});
    const ratio =
      fastest(() => createSignatureBase({ request }, many)) / fastest(() => createSignatureBase({ request }, one));
    assert.ok(ratio < 8, `32 components take ${ratio.toFixed(1)} times as long as one`);
  });
}

/** The fastest of many runs is the one that nothing else on the machine disturbed. */
function fastest(run: () => unknown): number {
  const times = Array.from({ length: 40 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}
