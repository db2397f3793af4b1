import { readClearSecrets } from "../clients/client-secret.ts";
import type { AuthenticationMethod, Verdict } from "./authentication-method.ts";
import { assertionAlgorithms, verifyAssertion } from "./verify-assertion.ts";

/** What a client secret can sign with. */
export const secretAlgorithms: readonly string[] = ["HS256", "HS384", "HS512"];

/**
 * Clients that sign an assertion with their secret, which the server must be able to read for that.
 * @see OpenID Connect Core §9
 */
export const clientSecretJwtMethod: AuthenticationMethod = {
  isProof: true,
  async verify(context, attempt) {
    const registered = assertionAlgorithms(attempt, secretAlgorithms);
    let verdict: Verdict = "no secret that is alive, readable, and long enough for the algorithm";
    for (const secret of await readClearSecrets(context, attempt.client)) {
      const octets = new TextEncoder().encode(secret).length;
      // A key has at least the size of the digest, which the name tells (RFC 7518 §3.2).
      const algorithms = registered.filter((algorithm) => octets * 8 >= Number(algorithm.slice(2)));
      if (algorithms.length === 0) continue;
      verdict = await verifyAssertion(context, attempt, { method: "client_secret_jwt", secret, algorithms });
      if (verdict !== "ERR_VERIFICATION_SIGNATURE") return verdict;
    }
    return verdict;
  },
};
