import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuthorizationTransaction } from "../../src/endpoints/authorization-transaction.ts";
import { createFakeClient } from "../fixtures/fake-client.ts";
import { createFakeServer, issuer, metadata } from "../fixtures/fake-server.ts";
import { assertRefused } from "../fixtures/refusals.ts";

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
const verification = "VerificationError";
const validation = "ValidationError";

const twins: readonly (readonly [
  title: string,
  evil: (honest: Parameters, transaction: AuthorizationTransaction) => Parameters,
  name: string,
  code: string,
  honest?: (honest: Parameters) => Parameters,
])[] = [
  ["two codes (RFC 6749 §3.1)", (p) => [...p, ["code", "other"]], verification, "ERR_VERIFICATION_PARAMETER_REPEATED"],
  ["the same code twice", (p) => [...p, ...p.slice(0, 1)], verification, "ERR_VERIFICATION_PARAMETER_REPEATED"],
  ["two states", (p) => [["state", "other"], ...p], verification, "ERR_VERIFICATION_PARAMETER_REPEATED"],
  ["two issuers", (p) => [["iss", issuer], ...p], verification, "ERR_VERIFICATION_PARAMETER_REPEATED"],
  [
    "an unknown parameter twice",
    (p) => [...p, ["x", "1"], ["x", "2"]],
    verification,
    "ERR_VERIFICATION_PARAMETER_REPEATED",
    (p) => [...p, ["x", "1"], ["session_state", "a.b"]],
  ],
  [
    "an empty state beside the right one",
    (p) => [["state", ""], ...p],
    verification,
    "ERR_VERIFICATION_PARAMETER_REPEATED",
  ],
  ["no state (RFC 6749 §10.12)", (p) => replace(p, "state", undefined), verification, "ERR_VERIFICATION_STATE"],
  ["an empty state", (p) => replace(p, "state", ""), verification, "ERR_VERIFICATION_STATE"],
  ["another state", (p) => replace(p, "state", "other"), verification, "ERR_VERIFICATION_STATE"],
  [
    "a state that differs in case",
    (p, { state }) => replace(p, "state", state.toUpperCase()),
    verification,
    "ERR_VERIFICATION_STATE",
  ],
  [
    "a state with more at its end",
    (p, { state }) => replace(p, "state", `${state}A`),
    verification,
    "ERR_VERIFICATION_STATE",
  ],
  [
    "no iss although it is announced (RFC 9207 §2.4)",
    (p) => replace(p, "iss", undefined),
    verification,
    "ERR_VERIFICATION_ISSUER",
  ],
  ["an empty iss", (p) => replace(p, "iss", ""), verification, "ERR_VERIFICATION_ISSUER"],
  [
    "the iss of another server",
    (p) => replace(p, "iss", "https://evil.example"),
    verification,
    "ERR_VERIFICATION_ISSUER",
  ],
  ["an iss with a slash more", (p) => replace(p, "iss", `${issuer}/`), verification, "ERR_VERIFICATION_ISSUER"],
  ["neither code nor error", (p) => replace(p, "code", undefined), validation, "ERR_VALIDATION_RESPONSE"],
  ["an empty code", (p) => replace(p, "code", ""), validation, "ERR_VALIDATION_RESPONSE"],
  ["a code with a line break", (p) => replace(p, "code", "a\nb"), validation, "ERR_VALIDATION_RESPONSE"],
  [
    "an id_token in the code flow",
    (p) => [...p, ["id_token", "eyJhbGciOiJub25lIn0.e30."]],
    validation,
    "ERR_VALIDATION_RESPONSE",
  ],
  [
    "an access_token in the code flow (RFC 9700 §2.1.2)",
    (p) => [...p, ["access_token", "access-secret-9"], ["token_type", "bearer"]],
    validation,
    "ERR_VALIDATION_RESPONSE",
  ],
  ["a refresh_token", (p) => [...p, ["refresh_token", "refresh-secret-9"]], validation, "ERR_VALIDATION_RESPONSE"],
  [
    "a response JWT that was not asked for",
    (p) => [...p, ["response", "eyJh.e30.AA"]],
    validation,
    "ERR_VALIDATION_RESPONSE",
  ],
  [
    "an error",
    (p) => [...replace(p, "code", undefined), ["error", "access_denied"]],
    "OAuthError",
    "ERR_OAUTH_AUTHORIZATION",
    (p) => [...p, ["error", ""]],
  ],
  ["an error beside a code", (p) => [...p, ["error", "access_denied"]], "OAuthError", "ERR_OAUTH_AUTHORIZATION"],
  [
    "an error with another state: the state comes first",
    (p) => [...replace(p, "state", "other"), ["error", "access_denied"]],
    verification,
    "ERR_VERIFICATION_STATE",
  ],
  [
    "an error without a state",
    (p) => [...replace(p, "state", undefined), ["error", "access_denied"]],
    verification,
    "ERR_VERIFICATION_STATE",
  ],
  [
    "an error of another server: the issuer comes before the error",
    (p) => [...replace(p, "iss", "https://evil.example"), ["error", "access_denied"]],
    verification,
    "ERR_VERIFICATION_ISSUER",
  ],
  [
    "an error of nobody, where iss is announced",
    (p) => [...replace(p, "iss", undefined), ["error", "access_denied"]],
    verification,
    "ERR_VERIFICATION_ISSUER",
  ],
];

for (const [title, evil, name, code, honest = same] of twins) {
  test(`refuses an authorization response with ${title}, and accepts its honest twin`, async () => {
    const good = await finish(honest);
    await good.outcome;
    assert.equal(good.tokenRequests(), 1);
    const bad = await finish(evil);
    await assertRefused(bad.outcome, name, code);
    assert.equal(bad.tokenRequests(), 0, "the code is not sent");
  });
}

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
