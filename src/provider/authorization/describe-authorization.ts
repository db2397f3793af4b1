import type { AuthorizationServerMetadata } from "../../../generated/messages/authorization-server-metadata.ts";
import { codeChallengeMethods } from "../../constants/code-challenge-methods.ts";
import { promptValues } from "../../constants/prompt-values.ts";
import { responseModes } from "../../constants/response-modes.ts";
import { listAsymmetricAlgorithms } from "../../jose/algorithms.ts";
import { listAsymmetricJweAlgorithms, listJweEncryptions } from "../../jose/jwe-algorithms.ts";
import type { ProviderContext } from "../context.ts";
import { findProfile } from "../profiles/provider-profile.ts";

/**
 * What the metadata say about authorization requests and their answers.
 * @see RFC 8414 §2
 * @see RFC 9126 §5
 * @see RFC 9207 §3
 * @see RFC 9396 §10
 * @see RFC 9449 §5.1
 * @see JARM §4
 */
export function describeAuthorization({ options, keys }: ProviderContext): Partial<AuthorizationServerMetadata> {
  const { authorizationDetails = {}, acrValues } = options;
  const { isPushed, isSigned, algorithms, responseModes: modes } = findProfile(options.profile);
  const { none, login, consent, selectAccount } = promptValues;
  const types = Object.keys(authorizationDetails);
  return {
    response_modes_supported: modes ?? Object.values(responseModes),
    code_challenge_methods_supported: [codeChallengeMethods.s256],
    authorization_response_iss_parameter_supported: true,
    authorization_signing_alg_values_supported: keys.algorithms.filter(
      (name) => algorithms === undefined || algorithms.includes(name),
    ),
    authorization_encryption_alg_values_supported: listAsymmetricJweAlgorithms(),
    authorization_encryption_enc_values_supported: listJweEncryptions(),
    claims_parameter_supported: true,
    prompt_values_supported: [none, login, consent, selectAccount],
    request_parameter_supported: true,
    // Left out it would mean that URLs of request objects are fetched.
    request_uri_parameter_supported: options.fetchRequestObjects === true,
    ...(options.fetchRequestObjects === true ? { require_request_uri_registration: true } : {}),
    dpop_signing_alg_values_supported: algorithms ?? listAsymmetricAlgorithms(),
    request_object_signing_alg_values_supported: algorithms ?? listAsymmetricAlgorithms(),
    ...(keys.encryptionAlgorithms.length === 0
      ? {}
      : {
          request_object_encryption_alg_values_supported: keys.encryptionAlgorithms,
          request_object_encryption_enc_values_supported: listJweEncryptions(),
        }),
    ...(isPushed ? { require_pushed_authorization_requests: true } : {}),
    ...(isSigned ? { require_signed_request_object: true } : {}),
    ...(types.length === 0 ? {} : { authorization_details_types_supported: types }),
    ...(acrValues === undefined ? {} : { acr_values_supported: acrValues }),
  };
}
