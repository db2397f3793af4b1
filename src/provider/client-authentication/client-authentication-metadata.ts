import type { AuthorizationServerMetadata } from "../../../generated/messages/authorization-server-metadata.ts";
import { clientAuthenticationMethods as names } from "../../constants/client-authentication-methods.ts";
import { listAsymmetricAlgorithms } from "../../jose/algorithms.ts";
import type { ProviderContext } from "../context.ts";
import { findProfile } from "../profiles/provider-profile.ts";
import { accepts } from "./client-authentication-options.ts";
import { secretAlgorithms } from "./client-secret-jwt.ts";

/**
 * What the metadata say about how clients authenticate, at every endpoint that makes them.
 * @see RFC 8414 §2
 */
export function describeClientAuthentication({
  clientAuthentication,
  options,
}: ProviderContext): Partial<AuthorizationServerMetadata> {
  const methods = listInterchangeable(clientAuthentication.methods);
  const { algorithms: profileAlgorithms } = findProfile(options.profile);
  const proofs = methods.filter((method) => method !== names.none);
  const algorithms = [
    ...(methods.includes(names.privateKeyJwt) ? (profileAlgorithms ?? listAsymmetricAlgorithms()) : []),
    ...(methods.includes(names.clientSecretJwt) ? secretAlgorithms : []),
  ];
  const signing = <Name extends string>(name: Name): { readonly [Member in Name]?: readonly string[] } | object =>
    algorithms.length === 0 ? {} : { [name]: algorithms };
  return {
    token_endpoint_auth_methods_supported: methods,
    ...signing("token_endpoint_auth_signing_alg_values_supported"),
    revocation_endpoint_auth_methods_supported: methods,
    ...signing("revocation_endpoint_auth_signing_alg_values_supported"),
    introspection_endpoint_auth_methods_supported: proofs,
    ...signing("introspection_endpoint_auth_signing_alg_values_supported"),
  };
}

/** Who accepts a secret one way accepts it the other way. */
function listInterchangeable(methods: readonly string[]): readonly string[] {
  const all = [names.clientSecretBasic, names.clientSecretPost].filter((method) => accepts(methods, method));
  return [...new Set<string>([...all, ...methods])];
}
