import { decodeBase64url } from "../util/base64url.ts";
import { parseJson } from "../util/json.ts";
import { type JsonMembers, readTextMember } from "../util/json-member.ts";

/** What a token looks like. Nothing of it has been verified: it decides who is asked about the token, and nothing else. */
export type PresentedKind =
  | { readonly form: "opaque" }
  /** `issuer` is `undefined` where the token does not tell it in a readable way. */
  | { readonly form: "jwt"; readonly issuer: string | undefined }
  | { readonly form: "encrypted" };

/**
 * Tells signed JWTs from encrypted ones and from everything else. A JWT without `iss` is nobody's, so that it counts as opaque.
 *
 * @see RFC 7519 §7.2
 * @see RFC 7516 §9
 */
export function readPresentedKind(token: string): PresentedKind {
  const [header = "", payload = "", ...more] = token.split(".", 6);
  const members = hasJoseParts(more.length) ? readPart(header) : undefined;
  if (members === undefined || !Object.hasOwn(members, "alg")) return { form: "opaque" };
  if (more.length === 3) return { form: "encrypted" };
  const claims = readPart(payload);
  if (claims !== undefined && !Object.hasOwn(claims, "iss")) return { form: "opaque" };
  return { form: "jwt", issuer: claims === undefined ? undefined : readTextMember(claims, "iss") };
}

/** Three parts, or five. */
function hasJoseParts(after: number): boolean {
  return after === 1 || after === 3;
}

function readPart(encoded: string): JsonMembers | undefined {
  const octets = decodeBase64url(encoded);
  const parsed = octets === undefined ? undefined : parseJson(new TextDecoder().decode(octets));
  return parsed?.ok === true && isObject(parsed.value) ? parsed.value : undefined;
}

function isObject(value: unknown): value is JsonMembers {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
