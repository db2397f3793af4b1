import type { AuthorizationServerMetadata } from "../../../generated/messages/authorization-server-metadata.ts";
import { jwsAlgorithmNames } from "../../constants/jws-algorithms.ts";
import { listAsymmetricJweAlgorithms, listJweEncryptions } from "../../jose/jwe-algorithms.ts";
import type { ProviderContext } from "../context.ts";
import { findProfile } from "../profiles/provider-profile.ts";
import { listClaims } from "../tokens/claims.ts";
import { secretAlgorithms } from "../tokens/protect-jwt.ts";

/**
 * What the provider says about ID tokens, userinfo answers and logout.
 * @see OpenID Connect Discovery §3
 * @see OpenID Connect Back-Channel Logout §2.1
 * @see OpenID Connect Front-Channel Logout §3
 */
export function describeOpenId(context: ProviderContext): Partial<AuthorizationServerMetadata> {
  const signing = listSigning(context);
  const [algorithms, encryptions] = [listAsymmetricJweAlgorithms(), listJweEncryptions()];
  return {
    subject_types_supported: ["public", "pairwise"],
    // OpenID Connect Discovery wants RS256 here whatever a profile leaves.
    id_token_signing_alg_values_supported: [...new Set([...signing, jwsAlgorithmNames.rs256])],
    id_token_encryption_alg_values_supported: algorithms,
    id_token_encryption_enc_values_supported: encryptions,
    userinfo_signing_alg_values_supported: signing,
    userinfo_encryption_alg_values_supported: algorithms,
    userinfo_encryption_enc_values_supported: encryptions,
    claims_supported: ["sub", ...listClaims(context)],
    claim_types_supported: ["normal"],
    claims_parameter_supported: true,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    frontchannel_logout_supported: true,
    frontchannel_logout_session_supported: true,
  };
}

/** What is signed for a client: with the provider's keys or the client's secret, or with what the profile leaves of them. */
function listSigning({ keys, options }: ProviderContext): readonly string[] {
  const { algorithms } = findProfile(options.profile);
  if (algorithms === undefined) return [...keys.algorithms, ...secretAlgorithms];
  return keys.algorithms.filter((name) => algorithms.includes(name));
}
