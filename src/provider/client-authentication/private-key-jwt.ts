import { listAsymmetricAlgorithms } from "../../jose/algorithms.ts";
import { clientKeySource } from "../clients/client-keys.ts";
import { findProfile } from "../profiles/provider-profile.ts";
import type { AuthenticationMethod } from "./authentication-method.ts";
import { assertionAlgorithms, verifyAssertion } from "./verify-assertion.ts";

/**
 * Clients that sign an assertion with a key of their own.
 * @see OpenID Connect Core §9
 */
export const privateKeyJwtMethod: AuthenticationMethod = {
  isProof: true,
  verify(context, attempt) {
    const algorithms = assertionAlgorithms(
      attempt,
      findProfile(context.options.profile).algorithms ?? listAsymmetricAlgorithms(),
    );
    if (algorithms.length === 0) return "registered with an algorithm that is none of its method";
    const keys = clientKeySource(context, attempt.client);
    return verifyAssertion(context, attempt, { method: "private_key_jwt", keys, algorithms });
  },
};
