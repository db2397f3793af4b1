import type { Jwk } from "../../generated/messages/jwk.ts";
import { ConfigurationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { findJwsAlgorithm, type JwsAlgorithm } from "../jose/algorithms.ts";
import { findPublicKeyDefect, pickMaterial } from "../jose/key-material.ts";
import { choosePrivateKeyAlgorithm, isCryptoKey } from "../jose/signing-key.ts";
import type { DPoPOptions } from "./dpop.ts";

/** A key pair that can make proofs. */
export interface DPoPKey {
  readonly algorithm: JwsAlgorithm;
  readonly pair: CryptoKeyPair;
  /** The public key: its numbers and nothing else. */
  readonly publicJwk: Jwk;
}

/**
 * Makes a key pair, or takes the one given: strong enough, of one algorithm, and its halves fit each other.
 * @throws ConfigurationError `ERR_CONFIGURATION_KEY`, `ERR_CONFIGURATION_OPTION` for an algorithm that is not asymmetric
 * @see RFC 9449 §4.2
 */
export async function loadDPoPKey({ key, algorithm, extractable = false }: DPoPOptions): Promise<DPoPKey> {
  if (algorithm !== undefined) requireAlgorithm(algorithm);
  if (key === undefined) return generate(requireAlgorithm(algorithm ?? "ES256"), extractable);
  const loaded = isPair(key) ? await takePair(key, algorithm) : await importJwk(key, algorithm, extractable);
  const defect = findPublicKeyDefect(loaded.publicJwk, loaded.algorithm);
  if (defect !== undefined) throw unusable(`The key cannot make proofs: ${defect.reason}.`);
  await requireMatch(loaded);
  return loaded;
}

async function generate(algorithm: JwsAlgorithm, extractable: boolean): Promise<DPoPKey> {
  const parameters = {
    ...algorithm.webCrypto,
    ...(algorithm.kty === "RSA" ? { modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) } : {}),
  };
  const pair = await guard("The runtime cannot make a key for the algorithm.", async () =>
    crypto.subtle.generateKey(parameters, extractable, ["sign", "verify"]),
  );
  if (!("privateKey" in pair)) throw unusable("The runtime made no key pair.");
  return { algorithm, pair, publicJwk: await exportPublic(pair.publicKey, algorithm) };
}

async function takePair(pair: CryptoKeyPair, asked: string | undefined): Promise<DPoPKey> {
  const { privateKey, publicKey } = pair;
  if (!isCryptoKey(privateKey) || !isCryptoKey(publicKey)) throw unusable("The pair must hold two WebCrypto keys.");
  const { algorithm } = choosePrivateKeyAlgorithm(privateKey, { asked });
  return { algorithm, pair, publicJwk: await exportPublic(publicKey, algorithm) };
}

async function importJwk(jwk: Jwk, asked: string | undefined, extractable: boolean): Promise<DPoPKey> {
  const { algorithm } = choosePrivateKeyAlgorithm(jwk, { asked });
  const publicJwk = { ...pickMaterial(jwk, algorithm, "verify"), kty: algorithm.kty };
  const { webCrypto } = algorithm;
  const load = (material: Record<string, string>, usage: "sign" | "verify"): Promise<CryptoKey> =>
    crypto.subtle.importKey("jwk", material, webCrypto, usage === "verify" || extractable, [usage]);
  const [privateKey, publicKey] = await guard("The runtime cannot import the key; its members do not form one.", () =>
    Promise.all([load(pickMaterial(jwk, algorithm, "sign"), "sign"), load(publicJwk, "verify")]),
  );
  return { algorithm, pair: { privateKey, publicKey }, publicJwk };
}

async function exportPublic(key: CryptoKey, algorithm: JwsAlgorithm): Promise<Jwk> {
  const exported = await guard("The public key of the pair must be extractable.", () =>
    crypto.subtle.exportKey("jwk", key),
  );
  if (key.type !== "public") throw unusable("The publicKey of the pair is not public.");
  return { ...pickMaterial({ ...exported, kty: algorithm.kty }, algorithm, "verify"), kty: algorithm.kty };
}

/** Halves of two keys would make proofs that every server refuses, with an error that tells nobody why. */
async function requireMatch({ algorithm, pair, publicJwk }: DPoPKey): Promise<void> {
  const { operation, webCrypto } = algorithm;
  const sample = new TextEncoder().encode("proof of possession");
  const fits = await guard("The runtime cannot use the key.", async () => {
    const material = pickMaterial(publicJwk, algorithm, "verify");
    const verifier = await crypto.subtle.importKey("jwk", material, webCrypto, false, ["verify"]);
    const signature = await crypto.subtle.sign(operation, pair.privateKey, sample);
    return crypto.subtle.verify(operation, verifier, signature, sample);
  });
  if (!fits) throw unusable("The private and the public half belong to different keys.");
}

async function guard<T>(message: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    throw unusable(message, cause);
  }
}

function requireAlgorithm(name: string): JwsAlgorithm {
  const algorithm = findJwsAlgorithm(name);
  if (algorithm?.asymmetric === true) return algorithm;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "algorithm must be an asymmetric signature algorithm such as ES256, PS256 or Ed25519.",
    parameter: "algorithm",
    specification: specification("rfc9449", "4.2"),
  });
}

function isPair(key: CryptoKeyPair | Jwk): key is CryptoKeyPair {
  if (typeof key !== "object" || key === null || isCryptoKey(key)) {
    throw unusable("The key must be a CryptoKeyPair or a private JWK: a proof shows the public half too");
  }
  return "privateKey" in key;
}

function unusable(message: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message,
    parameter: "key",
    specification: specification("rfc9449", "4.2"),
    cause,
  });
}
