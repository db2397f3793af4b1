import assert from "node:assert/strict";
import { AuthError, OAuthError } from "../../src/index.ts";
import type { ErrorAnswer, Refusal, TestProvider } from "../providers/test-provider.ts";

/** Expects a call to fail because the server said no, with this `error` and HTTP status. */
export async function expectOAuthError(
  call: Promise<unknown>,
  expected: { readonly error: string; readonly status: number | undefined },
): Promise<void> {
  const error = await failureOf(call);
  assert.ok(error instanceof OAuthError, `expected an OAuthError, got: ${String(error)}`);
  assert.deepEqual({ error: error.error, status: error.status }, expected);
  assert.deepEqual(error.deviations, [], "the provider's error answer obeys its specification");
}

/** Expects a refusal as its specification has it, or as this provider is known to put it. */
export function expectRefusal(provider: TestProvider, refusal: Refusal, call: Promise<unknown>): Promise<void> {
  return expectOAuthError(call, provider.refusals[refusal] ?? specified[refusal]);
}

/** Expects a call to fail in this library's own judgement, with this code. */
export async function expectCode(call: Promise<unknown>, code: string): Promise<void> {
  const error = await failureOf(call);
  assert.ok(error instanceof AuthError, `expected an AuthError, got: ${String(error)}`);
  assert.equal(error.code, code);
}

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  let outcome: unknown;
  try {
    outcome = await call;
  } catch (error) {
    return error;
  }
  assert.fail(`expected an error, got a result of type ${typeof outcome}`);
}

/** RFC 6749 §5.2; the last one §4.1.2.1, through the browser. */
const specified: Readonly<Record<Refusal, ErrorAnswer>> = {
  "wrong secret": { error: "invalid_client", status: 401 },
  "code of another dpop key": { error: "invalid_grant", status: 400 },
  "wrong assertion": { error: "invalid_client", status: 401 },
  "wrong secret at introspection": { error: "invalid_client", status: 401 },
  "wrong certificate": { error: "invalid_client", status: 401 },
  "grant not allowed": { error: "unauthorized_client", status: 400 },
  "exchange not allowed": { error: "unauthorized_client", status: 400 },
  "response type not allowed": { error: "unauthorized_client", status: undefined },
};
