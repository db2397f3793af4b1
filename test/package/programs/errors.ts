import { type AuthErrorCode, isAuthError, isOAuthError, isValidationError } from "ts-identity-model/errors";

/** What to tell the log. */
export function describe(error: unknown): string {
  if (isOAuthError(error)) return `${error.error} ${error.status ?? ""}`;
  if (isValidationError(error)) return error.issues.map(({ pointer }) => pointer).join(", ");
  if (!isAuthError(error)) throw error;
  const code: AuthErrorCode = error.code;
  return `${code} ${error.specification?.label ?? ""} ${error.remedy ?? ""}`;
}
