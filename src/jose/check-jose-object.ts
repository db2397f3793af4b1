import type { MessageSchema } from "../../generated/message-schema.ts";
import { type CheckResult, checkMessage } from "../schema/check.ts";
import { isRecord } from "../schema/is-record.ts";

/**
 * Checks a key or a header that somebody else made, and leaves out the members that this library never uses where their
 * form is odd: a certificate's thumbprint in hexadecimal, say, is no reason to refuse a good key or a good token. All other
 * problems are told as {@link checkMessage} tells them, rules across members included (a header's `jwk` with a private part).
 *
 * @see RFC 7515 §4.1
 * @see RFC 7517 §4
 */
export function checkJoseObject<T>(schema: MessageSchema<T>, value: unknown): CheckResult<T> {
  const checked = checkMessage(schema, value);
  if (checked.ok || !isRecord(value)) return checked;
  const odd = unusedMembers.filter((name) =>
    checked.issues.some(({ pointer }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`)),
  );
  if (odd.length === 0) return checked;
  const rest = Object.fromEntries(Object.entries(value).filter(([name]) => !odd.includes(name)));
  return checkJoseObject(schema, rest);
}

/** Optional members that carry or point to a key or a certificate. None of them is ever trusted, so none is ever looked at. */
const unusedMembers: readonly string[] = ["jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256"];
