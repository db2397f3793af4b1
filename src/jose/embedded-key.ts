import type { Jwk } from "../../generated/messages/jwk.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { readTextMember } from "../util/json-member.ts";
import type { JwsAlgorithm } from "./algorithms.ts";
import { importKey } from "./import-key.ts";
import type { UnverifiedJws } from "./jws.ts";
import { findPublicKeyDefect, hasSecretMembers } from "./key-material.ts";
import { checkJwsHeader } from "./verify-signature.ts";

/**
 * Verifies a signed object with the key in its own header (`jwk`): that whoever made it holds this key, and nothing about who that
 * is. Only a proof of possession is verified so; what it is worth depends on the key being the expected one.
 *
 * @param algorithms - accepted algorithms; HMAC and `none` are refused even if listed
 * @returns the public numbers of the key, and nothing else that the header says of it
 * @throws {@link VerificationError} `ERR_VERIFICATION_CRITICAL_HEADER`, `ERR_VERIFICATION_ALGORITHM`, `ERR_VERIFICATION_KEY_NOT_FOUND` for a
 * missing key or one that does not fit, `ERR_VERIFICATION_KEY_WEAK`, `ERR_VERIFICATION_SIGNATURE`
 * @see RFC 7515 §4.1.3
 * @see RFC 9449 §4.3
 */
export async function verifyWithEmbeddedKey(jws: UnverifiedJws, algorithms: readonly string[]): Promise<Jwk> {
  const algorithm = checkJwsHeader(jws, algorithms);
  const jwk = readPublicKey(jws, algorithm);
  const key = await importKey(jwk, algorithm, "verify").catch((cause: unknown) => {
    throw unfit(jws, "cannot be imported by this runtime", cause);
  });
  const signed = new TextEncoder().encode(jws.signingInput);
  if (await crypto.subtle.verify(algorithm.operation, key, jws.signature, signed)) return jwk;
  throw new VerificationError("ERR_VERIFICATION_SIGNATURE", {
    message: `The signature of the ${jws.kind.name} was not made with the key in its header.`,
    specification: specification("rfc7515", "5.2"),
  });
}

/** The key as an object of ours, so that no other member of the header takes part. */
function readPublicKey(jws: UnverifiedJws, algorithm: JwsAlgorithm): Jwk {
  const { jwk } = jws.header;
  if (jwk === undefined) throw unfit(jws, "is missing, or is no object");
  const [kty, crv, alg, use] = ["kty", "crv", "alg", "use"].map((name) => readTextMember(jwk, name));
  if (hasSecretMembers({ ...jwk, kty: algorithm.kty })) throw unfit(jws, "has its secret part");
  if (kty !== algorithm.kty) throw unfit(jws, `has another kty than ${algorithm.kty}`);
  if (algorithm.crv !== undefined && crv !== algorithm.crv) throw unfit(jws, `has another crv than ${algorithm.crv}`);
  const names = algorithm.keyAlgorithms;
  if (jwk.alg !== undefined && !(alg !== undefined && names.includes(alg)))
    throw unfit(jws, "is for another algorithm");
  if (jwk.use !== undefined && use !== "sig") throw unfit(jws, "is for another use than signatures");
  const numbers = numberMembers.flatMap((name) => {
    const value = readTextMember(jwk, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const key: Jwk = { kty, ...Object.fromEntries(numbers) };
  const defect = findPublicKeyDefect(key, algorithm);
  if (defect === undefined) return key;
  if (!defect.weak) throw unfit(jws, `is broken: ${defect.reason}`);
  throw new VerificationError("ERR_VERIFICATION_KEY_WEAK", {
    message: `The jwk in the header of the ${jws.kind.name} is too weak: ${defect.reason}.`,
    specification: specification("rfc7518", "3.3"),
    parameter: "jwk",
  });
}

function unfit({ kind }: UnverifiedJws, problem: string, cause?: unknown): VerificationError {
  return new VerificationError("ERR_VERIFICATION_KEY_NOT_FOUND", {
    message: `The jwk in the header of the ${kind.name} ${problem}.`,
    specification: specification("rfc7515", "4.1.3"),
    parameter: "jwk",
    cause,
  });
}

const numberMembers: readonly string[] = ["crv", "n", "e", "x", "y"];
