import type { AuthorizationServerMetadata } from "../../../generated/messages/authorization-server-metadata.ts";
import type { AdmittedServer } from "../options.ts";
import { fapiAlgorithms, found, usesDpop } from "./fapi-option-rules.ts";
import type { ProfileProblem } from "./profile-problem.ts";

/**
 * Lists what FAPI 2.0 refuses in the metadata of a server, whichever flow is used: the client's authentication, bound tokens, and one
 * algorithm of the profile wherever the server lists its own.
 * @see FAPI 2.0 Security Profile §5.3.2.1
 */
export function findGeneralMetadataProblems({ metadata, auth, options }: AdmittedServer): readonly ProfileProblem[] {
  const methods: readonly string[] | undefined = metadata.token_endpoint_auth_methods_supported;
  const assertions =
    auth.method === "private_key_jwt" ? ["token_endpoint_auth_signing_alg_values_supported" as const] : [];
  return [
    ...found(
      methods !== undefined && !methods.includes(auth.method),
      "token_endpoint_auth_methods_supported",
      `must have ${auth.method}`,
      "5.3.2.1",
    ),
    ...findBindingProblems({ metadata, options }),
    ...findAlgorithmProblems(metadata, ["id_token_signing_alg_values_supported", ...assertions]),
  ];
}

/**
 * Lists what FAPI 2.0 refuses in the metadata of a server that users log in at by a browser.
 * @see FAPI 2.0 Security Profile §5.3.2.2
 */
export function findCodeFlowMetadataProblems(metadata: AuthorizationServerMetadata): readonly ProfileProblem[] {
  const challengeMethods: readonly string[] = metadata.code_challenge_methods_supported ?? [];
  const responseTypes: readonly string[] = metadata.response_types_supported;
  return [
    ...found(
      metadata.pushed_authorization_request_endpoint === undefined,
      "pushed_authorization_request_endpoint",
      "must be there: every request is pushed",
      "5.3.2.2",
    ),
    ...found(!challengeMethods.includes("S256"), "code_challenge_methods_supported", "must have S256", "5.3.2.2"),
    ...found(!responseTypes.includes("code"), "response_types_supported", "must have code", "5.3.2.2"),
  ];
}

/**
 * Says that the server must announce the parameter `iss`, which makes the client demand it.
 * @see FAPI 2.0 Security Profile §5.3.2.2
 */
export function findIssuerProblems(metadata: AuthorizationServerMetadata): readonly ProfileProblem[] {
  const name = "authorization_response_iss_parameter_supported";
  return found(metadata[name] !== true, name, "must be true: the client checks iss", "5.3.2.2");
}

/**
 * Says which lists of algorithms have none of the profile. Lists that are not there say nothing.
 * @see FAPI 2.0 Security Profile §5.4.1
 */
export function findAlgorithmProblems(
  metadata: AuthorizationServerMetadata,
  members: readonly AlgorithmMember[],
): readonly ProfileProblem[] {
  return members.flatMap((name) => {
    const algorithms: readonly string[] | undefined = metadata[name];
    const isUnfit = algorithms !== undefined && !algorithms.some((algorithm) => fapiAlgorithms.includes(algorithm));
    return found(isUnfit, name, "must have PS256, ES256 or EdDSA", "5.4.1");
  });
}

/** A member of the metadata that lists signature algorithms. */
export type AlgorithmMember =
  | "authorization_signing_alg_values_supported"
  | "backchannel_authentication_request_signing_alg_values_supported"
  | "dpop_signing_alg_values_supported"
  | "id_token_signing_alg_values_supported"
  | "introspection_signing_alg_values_supported"
  | "request_object_signing_alg_values_supported"
  | "token_endpoint_auth_signing_alg_values_supported";

function findBindingProblems({
  metadata,
  options,
}: Pick<AdmittedServer, "metadata" | "options">): readonly ProfileProblem[] {
  if (!usesDpop(options)) {
    const name = "tls_client_certificate_bound_access_tokens";
    return found(metadata[name] !== true, name, "must be true: access tokens are bound to the certificate", "5.3.2.1");
  }
  const name = "dpop_signing_alg_values_supported";
  const isMissing = metadata[name] === undefined;
  return [
    ...found(isMissing, name, "must be there: access tokens are bound to a key", "5.3.2.1"),
    ...findAlgorithmProblems(metadata, [name]),
  ];
}
