import { type TokenResponse, tokenResponseSchema } from "ts-identity-model/messages/token-response";
import { checkMessage } from "ts-identity-model/schema";
import { tolerating } from "ts-identity-model/tolerances";

/** The message, or every problem with its section. */
export function check(value: unknown): TokenResponse | readonly string[] {
  const result = checkMessage(tokenResponseSchema, value, { tolerate: tolerating(["expires-in-string"]) });
  return result.ok
    ? result.message
    : result.issues.map(({ pointer, specification }) => `${pointer} ${specification?.label ?? ""}`);
}
