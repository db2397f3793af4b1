import assert from "node:assert/strict";
import { AuthError } from "../../../src/errors/auth-error.ts";

/** An error as a second copy of the package makes it: another class, the same registered brand. */
export async function foreignError(family: AuthError["family"], code: AuthError["code"]): Promise<AuthError> {
  const path = "../../../src/errors/auth-error.ts?copy";
  const copy: { readonly AuthError: typeof AuthError } = await import(path);
  assert.notEqual(copy.AuthError, AuthError);
  class ForeignError extends copy.AuthError {
    readonly family = family;
  }
  const error = new ForeignError(code, { message: "a" });
  assert.equal(error instanceof AuthError, false);
  return error;
}
