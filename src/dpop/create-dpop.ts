import type { Jwk } from "../../generated/messages/jwk.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { jwkThumbprint } from "../jose/hash.ts";
import { pickMaterial } from "../jose/key-material.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import type { DPoP, DPoPAuthorization, DPoPOptions, DPoPRequest, DPoPServer } from "./dpop.ts";
import { type DPoPKey, loadDPoPKey } from "./key-pair.ts";
import { demandsNonce, unmetDemand } from "./nonce-challenge.ts";
import { createDPoPNonceStore, type DPoPNonceStore, isDPoPNonce, readDPoPNonce } from "./nonce-store.ts";
import { createProofSigner } from "./proof.ts";
import { readDPoPTarget } from "./target.ts";

/**
 * Creates the key that tokens are to be bound to, for the option `dpop` of a client or a context. Without options it is a new ES256 pair that cannot be
 * exported and lasts as long as this object: to survive a restart, keep `keyPair` (in IndexedDB) or what `exportKey` gives, and pass it as `key`.
 * @throws ConfigurationError `ERR_CONFIGURATION_KEY` for a key that is weak, public, or whose halves do not fit each other; `ERR_CONFIGURATION_OPTION`
 * @see RFC 9449 §4
 */
export async function createDPoP(options: DPoPOptions = {}): Promise<DPoP> {
  checkOptionNames(options, optionNames, { of: "createDPoP" });
  const { nonces = createDPoPNonceStore(), acceptBearerTokens = false } = options;
  if (typeof nonces?.get !== "function" || typeof nonces.set !== "function")
    throw wrong("nonces", "must have get(origin) and set(origin, nonce)");
  const key = await loadDPoPKey(options);
  const jkt = await jwkThumbprint(key.publicJwk);
  const sign = createProofSigner(key);

  async function prove(request: DPoPRequest, nonce: string | undefined): Promise<string> {
    requireSupport(key, request.metadata);
    return sign(request, nonce);
  }
  const learn: DPoP["learn"] = async (url, headers) => {
    const nonce = readDPoPNonce(headers);
    if (nonce !== undefined) await remember(nonces, readDPoPTarget(url).origin, nonce);
    return nonce;
  };
  return Object.freeze<DPoP>({
    jkt,
    algorithm: key.algorithm.name,
    publicJwk: Object.freeze(key.publicJwk),
    keyPair: key.pair,
    nonces,
    tokenTypes: Object.freeze(acceptBearerTokens ? ["dpop", "bearer"] : ["dpop"]),
    refuseBearer(tokenType, endpoint) {
      if (!acceptBearerTokens && tokenType.toLowerCase() === "bearer") throw downgrade(endpoint);
    },
    createProof: async (request) => prove(request, request.nonce ?? (await recall(nonces, request.url))),
    learn,
    async send(request, attempt) {
      const used = request.nonce ?? (await recall(nonces, request.url));
      const first = await attempt(await prove(request, used));
      const sent = await learn(request.url, first.headers);
      if (!demandsNonce(first)) return first;
      if (sent === undefined || sent === used) return unmetDemand(first, sent);
      const second = await attempt(await prove(request, sent));
      const next = await learn(request.url, second.headers);
      return demandsNonce(second) ? unmetDemand(second, next) : second;
    },
    bindAuthorization(authorization) {
      requireSupport(key, authorization.metadata);
      checkAuthorization(authorization, jkt, acceptBearerTokens);
      return authorization.responseType.split(" ").includes("code") ? { dpop_jkt: jkt } : {};
    },
    exportKey: () => exportPrivate(key),
  });
}

/** A store that fails must not cost an answer that has arrived: the server will demand a nonce once more. */
async function remember(nonces: DPoPNonceStore, origin: string, nonce: string): Promise<void> {
  try {
    await nonces.set(origin, nonce);
  } catch {
    return;
  }
}

/** What a shared store holds may come from anywhere. */
async function recall(nonces: DPoPNonceStore, url: string): Promise<string | undefined> {
  const { origin } = readDPoPTarget(url);
  try {
    const nonce = await nonces.get(origin);
    return isDPoPNonce(nonce) ? nonce : undefined;
  } catch {
    return undefined;
  }
}

function requireSupport({ algorithm: { name } }: DPoPKey, metadata: DPoPServer = {}): void {
  const { dpop_signing_alg_values_supported: supported } = metadata;
  if (supported === undefined || supported.includes(name)) return;
  throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
    message: `Proofs are signed with ${name}; the server accepts ${printable(supported.join(", "))}.`,
    parameter: "dpop",
    specification: specification("rfc9449", "5.1"),
    remedy: "Create the key with an algorithm that the server accepts: createDPoP({ algorithm }).",
  });
}

function checkAuthorization(
  { responseType, dpopJkt }: DPoPAuthorization,
  jkt: string,
  acceptBearerTokens: boolean,
): void {
  if (dpopJkt !== undefined && dpopJkt !== jkt)
    throw wrong("dpop_jkt", "is not the thumbprint of the client's DPoP key; leave it out", "10");
  if (responseType.split(" ").includes("token") && !acceptBearerTokens)
    throw wrong("response_type", "must be without token: no key can bind a token that comes through the browser", "5");
}

function downgrade(endpoint: string): VerificationError {
  return new VerificationError("ERR_VERIFICATION_TOKEN_BINDING", {
    message:
      "The server answered a proof of the client's DPoP key with a bearer token, which whoever gets hold of it can use.",
    parameter: "token_type",
    endpoint,
    specification: specification("rfc9449", "5"),
    remedy:
      "Discard the token. If the server cannot bind tokens, leave out dpop, or create it with acceptBearerTokens.",
  });
}

async function exportPrivate({ algorithm, pair: { privateKey } }: DPoPKey): Promise<Jwk> {
  if (!privateKey.extractable) {
    throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
      message: "The DPoP key is not extractable.",
      parameter: "extractable",
      remedy: "Create it with createDPoP({ extractable: true }), or keep keyPair itself, for example in IndexedDB.",
    });
  }
  const { kty } = algorithm;
  const exported = await crypto.subtle.exportKey("jwk", privateKey);
  return { ...pickMaterial({ ...exported, kty }, algorithm, "sign"), kty, alg: algorithm.name };
}

function wrong(parameter: string, rule: string, section = "8.2"): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} ${rule}.`,
    parameter,
    specification: specification("rfc9449", section),
  });
}

const optionNames: OptionNames<DPoPOptions> = {
  key: true,
  algorithm: true,
  extractable: true,
  nonces: true,
  acceptBearerTokens: true,
};
