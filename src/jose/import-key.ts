import type { Jwk } from "../../generated/messages/jwk.ts";
import type { JwsAlgorithm } from "./algorithms.ts";
import { pickMaterial } from "./key-material.ts";
import { recallKey } from "./key-memory.ts";

/**
 * Imports a key into WebCrypto for one algorithm and one use, not extractable. Only the numbers go in: members such as
 * `key_ops`, which runtimes treat differently, have been judged before. An object is imported once, because that costs as
 * much as a signature.
 *
 * @throws what the runtime throws for numbers that are no key
 * @see RFC 7517 §4
 */
export function importKey(jwk: Jwk, algorithm: JwsAlgorithm, usage: "sign" | "verify"): Promise<CryptoKey> {
  const { imports } = recallKey(jwk);
  const purpose = `${usage} ${algorithm.name}`;
  let key = imports.get(purpose);
  if (key === undefined) {
    key = importMaterial(jwk, algorithm, usage);
    imports.set(purpose, key);
  }
  return key;
}

async function importMaterial(jwk: Jwk, algorithm: JwsAlgorithm, usage: "sign" | "verify"): Promise<CryptoKey> {
  if (!algorithm.asymmetric) throw new TypeError("A symmetric key cannot be imported here.");
  const material = pickMaterial(jwk, algorithm, usage);
  return crypto.subtle.importKey("jwk", material, algorithm.webCrypto, false, [usage]);
}
