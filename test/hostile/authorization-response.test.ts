import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuthorizationTransaction } from "../../src/endpoints/authorization-transaction.ts";
import { createFakeClient } from "../fixtures/fake-client.ts";
import { createFakeServer, metadata } from "../fixtures/fake-server.ts";
import { assertRefused } from "../fixtures/refusals.ts";
import { runTraits } from "./run-traits.ts";
import { login } from "./scenarios/browser.ts";

type Parameters = readonly (readonly [string, string])[];

/** Finishes an authorization with these parameters, and tells what came of it. */
async function finish(
  make: (honest: Parameters, transaction: AuthorizationTransaction) => Parameters,
  { announcesIss = true }: { readonly announcesIss?: boolean } = {},
): Promise<{ readonly outcome: Promise<unknown>; readonly tokenRequests: () => number }> {
  const server = await createFakeServer({
    metadata: () => ({ ...metadata, authorization_response_iss_parameter_supported: announcesIss }),
  });
  const client = createFakeClient(server);
  const { transaction } = await client.startAuthorization({ scope: "openid" });
  const honest = [...new URL(server.callback(transaction)).searchParams];
  const query = new URLSearchParams(make(honest, transaction).map(([name, value]) => [name, value]));
  return {
    outcome: client.finishAuthorization(`/callback?${query.toString()}`, transaction),
    tokenRequests: () => server.requests.filter(({ path }) => path === "/token").length,
  };
}

function replace(parameters: Parameters, name: string, value: string | undefined): Parameters {
  const others = parameters.filter(([other]) => other !== name);
  return value === undefined ? others : [...others, [name, value]];
}

const same = (honest: Parameters): Parameters => honest;

await runTraits({ name: "authorization-response", scenario: login, neverAsked: ["/token"] });

test("compares an iss that was not announced, and needs none then (RFC 9207 §2.4)", async () => {
  const unannounced = { announcesIss: false };
  await (await finish(same, unannounced)).outcome;
  await (await finish((p) => replace(p, "iss", undefined), unannounced)).outcome;
  const evil = await finish((p) => replace(p, "iss", "https://evil.example"), unannounced);
  await assertRefused(evil.outcome, "VerificationError", "ERR_VERIFICATION_ISSUER");
});

test("shows no control characters of a hostile response, and not all of it", async () => {
  const iss = `https://evil.example/\r\n\u2028\u202E${"x".repeat(5000)}`;
  const { outcome } = await finish((p) => replace(p, "iss", iss));
  const error = await assertRefused(outcome, "VerificationError", "ERR_VERIFICATION_ISSUER");
  assert.ok(error.message.length < 800);
  assert.doesNotMatch(error.message, /[\r\n\u2028\u202E]/);
});

test("names no more than a few of the repeated parameters", async () => {
  const many = Array.from({ length: 500 }, (_, index) => [`x${index % 250}`, "1"] as const);
  const { outcome } = await finish((p) => [...p, ...many, ["\u202Ename\n", "1"], ["\u202Ename\n", "2"]]);
  const error = await assertRefused(outcome, "VerificationError", "ERR_VERIFICATION_PARAMETER_REPEATED");
  assert.match(error.message, /"x0", "x1", "x2" and 248 others/);
  assert.doesNotMatch(error.message, /[\u202E\n]/);
});

test("gives what the server said about a refusal, whole", async () => {
  const { outcome } = await finish((p) => [
    ...replace(p, "code", undefined),
    ["error", "access_denied"],
    ["error_description", "No, thanks\nreally"],
    ["error_uri", "https://id.example.com/why"],
    ["hint", "tired"],
  ]);
  const error = await assertRefused(outcome, "OAuthError", "ERR_OAUTH_AUTHORIZATION");
  assert.ok("body" in error && typeof error.body === "object" && error.body !== null);
  assert.ok("hint" in error.body && error.body.hint === "tired");
  assert.ok("error_description" in error.body && error.body.error_description === "No, thanks\nreally");
  assert.ok(error.message.includes("No, thanks\\u000areally"));
});
