export { createDPoP } from "./create-dpop.ts";
export type { DPoP, DPoPAnswer, DPoPAuthorization, DPoPOptions, DPoPRequest, DPoPServer } from "./dpop.ts";
export {
  createDPoPNonceStore,
  type DPoPNonceStore,
  type DPoPNonceStoreOptions,
  type MemoryDPoPNonceStore,
} from "./nonce-store.ts";
export { createDPoPNonces, type DPoPNonceState, type DPoPNonces, type DPoPNoncesOptions } from "./proof-nonce.ts";
export type { DPoPProofExpectations, DPoPProofPolicy } from "./proof-policy.ts";
export { checkTokenBinding, type TokenBinding } from "./token-binding.ts";
export { readDPoPProof, type VerifiedDPoPProof, verifyDPoPProof } from "./verify-proof.ts";
