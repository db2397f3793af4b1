import { type DpopProof, dpopProofSchema } from "../../generated/messages/dpop-proof.ts";
import { jwtTypes } from "../constants/jwt-types.ts";
import { ValidationError } from "../errors/validation-error.ts";
import { sha256Base64url } from "../jose/hash.ts";
import { checkMessage } from "../schema/check.ts";
import { encodeBase64url } from "../util/base64url.ts";
import { nowSeconds, systemClock } from "../util/clock.ts";
import { randomBase64url } from "../util/random.ts";
import type { DPoPRequest } from "./dpop.ts";
import type { DPoPKey } from "./key-pair.ts";
import { readDPoPTarget } from "./target.ts";

/** Signs the proof for one request. */
export type ProofSigner = (request: DPoPRequest, nonce: string | undefined) => Promise<string>;

/**
 * Creates the signer of a key's proofs. Their header is always the same, so that it is encoded once; each proof is signed by WebCrypto
 * directly.
 * @see RFC 9449 §4.2
 */
export function createProofSigner({ algorithm: { name, operation }, pair, publicJwk }: DPoPKey): ProofSigner {
  const encoder = new TextEncoder();
  const encode = (part: object): string => encodeBase64url(encoder.encode(JSON.stringify(part)));
  const header = encode({ typ: jwtTypes.dpopProof, alg: name, jwk: publicJwk });
  return async (request, nonce) => {
    const input = `${header}.${encode(await makeClaims(request, nonce))}`;
    const signature = await crypto.subtle.sign(operation, pair.privateKey, encoder.encode(input));
    return `${input}.${encodeBase64url(new Uint8Array(signature))}`;
  };
}

async function makeClaims(
  { method, url, accessToken, clock = systemClock, random }: DPoPRequest,
  nonce: string | undefined,
): Promise<DpopProof> {
  const claims: DpopProof = {
    jti: randomBase64url(jtiOctets, random),
    htm: method,
    htu: readDPoPTarget(url).htu,
    iat: nowSeconds(clock),
    ...(accessToken === undefined ? {} : { ath: await sha256Base64url(accessToken) }),
    ...(nonce === undefined ? {} : { nonce }),
  };
  const checked = checkMessage(dpopProofSchema, claims);
  if (checked.ok) return claims;
  throw new ValidationError("ERR_VALIDATION_REQUEST", { messageName: dpopProofSchema.name, issues: checked.issues });
}

/** 128 bits: a `jti` must not occur twice in the window in which servers remember it. */
const jtiOctets = 16;
