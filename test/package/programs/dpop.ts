import { createDPoPNonces, readDPoPProof, verifyDPoPProof } from "ts-identity-model/dpop";
import { createReplayStore } from "ts-identity-model/util";

const nonces = createDPoPNonces();
const replayStore = createReplayStore();

/** The key that tokens of a token endpoint are bound to. */
export async function keyOf(request: Request): Promise<string> {
  const { method, url, headers } = request;
  const { jkt } = await verifyDPoPProof(readDPoPProof(headers), { method, url, nonces, replayStore });
  return jkt;
}
