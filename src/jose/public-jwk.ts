import type { Jwk } from "../../generated/messages/jwk.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";

/**
 * Copies a key without its secret, so that it can be published. What describes the key stays, and the operations in `key_ops` become those of
 * the public half.
 *
 * @throws {@link ConfigurationError} `ERR_CONFIGURATION_KEY` for a symmetric key, which has nothing to publish, and for a type of key whose secret
 * members are not known here
 * @see RFC 7517 §4
 * @see RFC 7518 §6.1
 */
export function toPublicJwk(jwk: Jwk): Jwk {
  const secret = Object.hasOwn(secretMembers, jwk.kty) ? secretMembers[jwk.kty] : undefined;
  if (secret === undefined) {
    throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
      message: `A key to publish must be asymmetric: of the type ${Object.keys(secretMembers).join(", ")}.`,
      specification: specification("rfc7518", "6.1"),
      parameter: "kty",
    });
  }
  const members = Object.entries(jwk).filter(([name]) => !secret.includes(name) && name !== "key_ops");
  const operations = jwk.key_ops === undefined ? {} : { key_ops: toPublicOperations(jwk.key_ops) };
  return { ...Object.fromEntries(members), kty: jwk.kty, ...operations };
}

/** The public half of a key agreement has no operation of its own. */
function toPublicOperations(operations: readonly string[]): readonly string[] {
  const halves = operations.map((operation) => publicOperations.get(operation) ?? operation);
  return [...new Set(halves)].filter((operation) => !operation.startsWith("derive"));
}

const publicOperations: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ["sign", "verify"],
  ["decrypt", "encrypt"],
  ["unwrapKey", "wrapKey"],
]);

/** Members that hold the secret, by type of key. */
const secretMembers: Readonly<Record<string, readonly string[]>> = {
  RSA: ["d", "p", "q", "dp", "dq", "qi", "oth"],
  EC: ["d"],
  OKP: ["d"],
  AKP: ["priv"],
};
