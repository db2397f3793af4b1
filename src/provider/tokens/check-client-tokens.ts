import { oidcRegistrationLabel } from "../../../generated/documents.ts";
import type { ClientMetadata } from "../../../generated/messages/client-metadata.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import { findJweAlgorithm, findJweEncryption } from "../../jose/jwe-algorithms.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import {
  authorizationProtection,
  idTokenProtection,
  type Protection,
  secretAlgorithms,
  userinfoProtection,
} from "./protect-jwt.ts";
import { findSector } from "./subject.ts";

/** Why tokens can't be made for a client as its metadata wants them. */
export interface TokenRegistrationProblem {
  /** Member of the metadata. */
  readonly member: string;
  readonly rule: string;
}

/** What a client can be served with. */
export interface ServedWith {
  /** Algorithms that the provider signs with. */
  readonly algorithms: readonly string[];
  /** Octets of the client's secret, where the server can read it. */
  readonly secretOctets?: number | undefined;
}

/**
 * Finds out whether ID tokens, userinfo answers and authorization responses can be made for a client as its metadata wants them, so that a registration is refused and not a login.
 * @see OpenID Connect Dynamic Client Registration §2
 * @see OpenID Connect Core §8.1
 */
export function findTokenProblem(
  metadata: ClientMetadata,
  { algorithms, secretOctets = 0 }: ServedWith,
): TokenRegistrationProblem | undefined {
  if (metadata.subject_type === "pairwise" && findSector(metadata) === undefined)
    return {
      member: "sector_identifier_uri",
      rule: "is needed, because subjects are pairwise and redirect URIs have not one host",
    };
  if (metadata.subject_type !== undefined && !["public", "pairwise"].includes(metadata.subject_type))
    return { member: "subject_type", rule: "must be public or pairwise" };
  const kinds: readonly (readonly [string, Protection])[] = [
    ["id_token", idTokenProtection(metadata)],
    ["userinfo", userinfoProtection(metadata)],
    ["authorization", authorizationProtection(metadata, algorithms[0])],
  ];
  for (const [name, protection] of kinds) {
    const problem = findProblem(protection, { algorithms, secretOctets });
    if (problem !== undefined) return { member: `${name}_${problem.member}`, rule: problem.rule };
  }
  return undefined;
}

/**
 * Checks a client of the configuration like {@link findTokenProblem}.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the client, the member and the rule
 */
export function requireClientTokens(
  { clientId, metadata, secrets }: RegisteredClient,
  algorithms: readonly string[],
): void {
  // The configuration holds the secret itself; its length shows when it is used.
  const problem = findTokenProblem(metadata, { algorithms, secretOctets: secrets.length > 0 ? 64 : 0 });
  if (problem === undefined) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The ${problem.member} of the client ${JSON.stringify(clientId)} ${problem.rule}.`,
    parameter: "clients",
    specification: specification("oidc-registration", "2", [oidcRegistrationLabel]),
  });
}

function findProblem(
  { signing, encryption, contentEncryption }: Protection,
  { algorithms, secretOctets }: { readonly algorithms: readonly string[]; readonly secretOctets: number },
): TokenRegistrationProblem | undefined {
  if (signing !== undefined) {
    const leastOctets = secretAlgorithms.includes(signing) ? Number(signing.slice(2)) / 8 : undefined;
    if (leastOctets === undefined && !algorithms.includes(signing))
      return { member: "signed_response_alg", rule: `must be one of ${algorithms.join(", ")}` };
    if (leastOctets !== undefined && secretOctets < leastOctets)
      return {
        member: "signed_response_alg",
        rule: `needs a secret of ${leastOctets} octets that the server can read`,
      };
  }
  if (encryption === undefined) return undefined;
  const row = findJweAlgorithm(encryption);
  if (row === undefined || row.password)
    return { member: "encrypted_response_alg", rule: "is not one that is offered" };
  if (!row.asymmetric && secretOctets === 0)
    return { member: "encrypted_response_alg", rule: "needs a secret that the server can read" };
  if (findJweEncryption(contentEncryption) === undefined)
    return { member: "encrypted_response_enc", rule: "is not one that is offered" };
  return undefined;
}
