import { createDPoPNonces } from "../dpop/proof-nonce.ts";
import type { DPoPProofPolicy } from "../dpop/proof-policy.ts";
import type { SigningKeys } from "./keys/signing-keys.ts";
import type { ProviderStore } from "./stores/store.ts";

/** How DPoP proofs are judged. The nonces rest on a secret that all processes share, so that one accepts what another sent. */
export function createProofPolicy({
  keys,
  store,
  clock,
  algorithms,
}: {
  readonly keys: SigningKeys;
  readonly store: ProviderStore;
  readonly clock: () => number;
  /** Of the profile. Left out: those of the library. */
  readonly algorithms?: readonly string[] | undefined;
}): () => Promise<DPoPProofPolicy> {
  let policy: Promise<DPoPProofPolicy> | undefined;
  const make = async (): Promise<DPoPProofPolicy> => {
    const secret = new Uint8Array(await keys.secret("dpop-nonce"));
    return { algorithms, replayStore: store.replay, clock, nonces: createDPoPNonces({ secrets: [secret], clock }) };
  };
  return () => {
    policy ??= make().catch((error) => {
      policy = undefined;
      throw error;
    });
    return policy;
  };
}
