export { createDPoPNonces, type DPoPNonceState, type DPoPNonces, type DPoPNoncesOptions } from "./proof-nonce.ts";
export type { DPoPProofExpectations, DPoPProofPolicy } from "./proof-policy.ts";
export { readDPoPProof, type VerifiedDPoPProof, verifyDPoPProof } from "./verify-proof.ts";
