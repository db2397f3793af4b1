import type { AuthenticationMethod } from "./authentication-method.ts";
import type { Credentials } from "./credentials.ts";
import { verifySecret } from "./verify-secret.ts";

/**
 * Clients that send their secret in the `Authorization` field. They may as well post it.
 * @see RFC 6749 §2.3.1
 */
export const clientSecretBasicMethod: AuthenticationMethod = { isProof: true, verify: verifySecret };

/**
 * Reads an `Authorization` field: the scheme `Basic`, one way to write its octets, and both halves decoded as form text. Whatever else it is, is malformed.
 * @see RFC 6749 §2.3.1
 * @see RFC 7617 §2
 */
export function readBasic(field: string): Credentials {
  const space = field.indexOf(" ");
  if (field.slice(0, space).toLowerCase() !== "basic")
    return malformed("a scheme other than Basic, or nothing after it");
  if (field.length > maxLength) return malformed("Basic credentials that are too long");
  const pair = decodeOctets(field.slice(space + 1).trim());
  const colon = pair?.indexOf(":") ?? -1;
  if (pair === undefined || colon < 0) return malformed("Basic credentials that are no id and secret in Base64");
  const clientId = decodeFormText(pair.slice(0, colon));
  const secret = decodeFormText(pair.slice(colon + 1));
  if (clientId === undefined || secret === undefined) return malformed("Basic credentials that are no form text");
  if (clientId === "" || secret === "") return malformed("Basic credentials with an empty half");
  return { via: "basic", clientId, secret };
}

/** Text of UTF-8 octets in Base64, in its one spelling. */
function decodeOctets(base64: string): string | undefined {
  let octets: string;
  try {
    octets = atob(base64);
  } catch {
    return undefined;
  }
  if (btoa(octets) !== base64) return undefined;
  if (!/[^\0-\x7f]/.test(octets)) return octets;
  try {
    return utf8.decode(Uint8Array.from(octets, (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** What ids and secrets are encoded as before Base64; `undefined` for what is no such encoding. */
function decodeFormText(text: string): string | undefined {
  if (!text.includes("%") && !text.includes("+")) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

function malformed(reason: string): Credentials {
  return { via: "malformed", clientId: undefined, reason, isInHeader: true };
}

const utf8: TextDecoder = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const maxLength = 8192;
