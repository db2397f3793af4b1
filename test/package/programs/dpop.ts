import {
  createDPoP,
  createDPoPNonceStore,
  createDPoPNonces,
  type DPoP,
  readDPoPProof,
  verifyDPoPProof,
} from "ts-identity-model/dpop";
import { createReplayStore } from "ts-identity-model/util";

export async function restore(key: CryptoKeyPair): Promise<DPoP> {
  return createDPoP({ key, nonces: createDPoPNonceStore({ maxOrigins: 10 }) });
}

export async function prove(dpop: DPoP): Promise<string> {
  return dpop.createProof({ method: "GET", url: "https://api.example.com/orders", accessToken: "token" });
}

const nonces = createDPoPNonces();
const replayStore = createReplayStore();

/** The key that tokens of a token endpoint are bound to. */
export async function keyOf(request: Request): Promise<string> {
  const { method, url, headers } = request;
  const { jkt } = await verifyDPoPProof(readDPoPProof(headers), { method, url, nonces, replayStore });
  return jkt;
}
