import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { type JsonMembers, readObjectMember, readTextMember } from "../util/json-member.ts";

/**
 * Makes sure that a token which calls itself one of DPoP says of which key: without that, it would be good for whoever has it. The reverse is not demanded, because the type
 * may be left out: the key in `cnf` counts without it. An answer that says `Bearer` of a token with such a key contradicts itself, and its schema refuses it.
 * @throws VerificationError `ERR_VERIFICATION_TOKEN_BINDING`
 * @see RFC 9449 §6
 * @see RFC 7662 §2.2
 */
export function requireNamedKey(claims: JsonMembers): void {
  if (!["token_type", "typ"].some((name) => readTextMember(claims, name)?.toLowerCase() === "dpop")) return;
  if (readTextMember(readObjectMember(claims, "cnf") ?? {}, "jkt") !== undefined) return;
  throw new VerificationError("ERR_VERIFICATION_TOKEN_BINDING", {
    message: "The token is of the type DPoP, and the server does not say of which key.",
    parameter: "cnf",
    specification: specification("rfc9449", "6"),
  });
}
