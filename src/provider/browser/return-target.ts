import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";

/** Query of a login page that leads back to a page of the provider. */
export function loginUrl(context: ProviderContext, returnTo: string): string {
  return withReturnTarget(context, "/login", returnTo);
}

/** URL of a page that leads on to another page of the provider. */
export function withReturnTarget({ urlOf }: ProviderContext, path: string, returnTo: string): string {
  return `${urlOf(path)}?${new URLSearchParams({ return_to: returnTo })}`;
}

/**
 * Reads where a login leads: a path below the issuer, `/sessions` where none is given. The grammar knows no `//`, no backslash and nothing encoded in the
 * path, and the issuer is put before it, so that it never leads elsewhere.
 * @throws ProtocolRefusal `invalid_request` for anything else
 * @see RFC 9700 §4.11
 */
export function readReturnTarget(text: string | undefined): string {
  const target = text ?? "/sessions";
  if (target.length <= longest && grammar.test(target)) return target;
  throw refuse("invalid_request", {
    description: "return_to must be a path of this server.",
    reason: "return_to leads elsewhere",
  });
}

const grammar = /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+(?:\?[A-Za-z0-9._~%&=+-]*)?$/;
const longest = 500;
