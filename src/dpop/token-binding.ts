import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { isRecord } from "../schema/is-record.ts";
import { decodeBase64url } from "../util/base64url.ts";
import { parseJson } from "../util/json.ts";
import { readObjectMember, readTextMember } from "../util/json-member.ts";
import type { DPoP } from "./dpop.ts";

/** What can be seen of a token: that it is bound to the key, that no DPoP key binds it, or nothing. */
export type TokenBinding = "bound" | "unbound" | "unknown";

/**
 * Compares the key that an access token is bound to with the client's: the claim `cnf.jkt` of a JWT, or the member of an introspection
 * response. It believes nothing, and is for finding mistakes early: access tokens are opaque to clients, so no call does this by itself, and the resource
 * decides.
 * @param token - the access token as text, or the introspection response about it
 * @returns `unknown` for a token that is no readable JWT, and for a response about an inactive one
 * @throws VerificationError `ERR_VERIFICATION_TOKEN_BINDING` for a token that is bound to another key
 * @see RFC 9449 §6.1
 * @see RFC 9449 §6.2
 */
export function checkTokenBinding(dpop: Pick<DPoP, "jkt">, token: string | object): TokenBinding {
  const facts = typeof token === "string" ? readClaims(token) : readActive(token);
  if (facts === undefined) return "unknown";
  const confirmation = readObjectMember(facts, "cnf");
  if (confirmation === undefined || !Object.hasOwn(confirmation, "jkt")) return "unbound";
  if (readTextMember(confirmation, "jkt") === dpop.jkt) return "bound";
  throw new VerificationError("ERR_VERIFICATION_TOKEN_BINDING", {
    message: "The access token is bound to another key than this client's.",
    parameter: "cnf.jkt",
    specification: specification("rfc9449", "6"),
    remedy: "Discard the token: no resource will take it from this client.",
  });
}

type Facts = Readonly<Record<string, unknown>>;

function readClaims(token: string): Facts | undefined {
  const [, payload, , ...more] = token.split(".", 4);
  const octets = payload === undefined || more.length > 0 ? undefined : decodeBase64url(payload);
  if (octets === undefined) return undefined;
  const parsed = parseJson(new TextDecoder().decode(octets), { maxLength: maxClaims });
  return parsed.ok && isRecord(parsed.value) ? parsed.value : undefined;
}

function readActive(response: object): Facts | undefined {
  return isRecord(response) && response.active === true ? response : undefined;
}

const maxClaims = 65_536;
