import { type ClientMetadata, clientMetadataSchema } from "../../../generated/messages/client-metadata.ts";
import { ValidationError } from "../../errors/validation-error.ts";
import { checkMessage } from "../../schema/check.ts";
import { isRecord } from "../../schema/is-record.ts";
import { describeClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { findClientProblems } from "../profiles/find-client-problems.ts";
import { fillIn, findRegistrationProblem } from "../registration/check-registration.ts";
import { needsSecret } from "../registration/register-client.ts";
import { findTokenProblem } from "../tokens/check-client-tokens.ts";
import { adminIssue } from "./problems.ts";

/**
 * Checks the metadata of a client that an administrator wants, as a registration is checked but for its policy, and fills in the defaults. Members that only the
 * server sets are refused.
 * @throws ValidationError `ERR_VALIDATION_METADATA` with what is wrong
 * @see RFC 7591 §2
 */
export async function checkClient(
  context: ProviderContext,
  clientId: string,
  wanted: unknown,
): Promise<ClientMetadata> {
  if (!isRecord(wanted)) throw broken("", "must be an object");
  const own = serverMembers.find((member) => wanted[member] !== undefined);
  if (own !== undefined) throw broken(`/${own}`, "must not be among the metadata");
  const result = checkMessage(clientMetadataSchema, wanted);
  if (!result.ok)
    throw new ValidationError("ERR_VALIDATION_METADATA", { messageName: "ClientMetadata", issues: result.issues });
  const metadata = fillIn(result.message, context.standardScopes);
  const found = await findRegistrationProblem(context, metadata, context.scopes);
  if (found !== undefined) throw broken(`/${found.member}`, found.problem, found.cause);
  const secretOctets = needsSecret(metadata) ? generatedSecretOctets : 0;
  const token = findTokenProblem(metadata, { algorithms: context.keys.algorithms, secretOctets });
  if (token !== undefined) throw broken(`/${token.member}`, token.rule);
  const facts = { clientId, secrets: [], isDisabled: false, isConfigured: false };
  const { profile } = context.options;
  const [problem] = profile === undefined ? [] : findClientProblems(profile, describeClient(metadata, facts));
  if (problem !== undefined) throw broken(`/${problem.parameter}`, `${problem.rule} (${profile})`);
  return metadata;
}

function broken(pointer: string, problem: string, cause?: unknown): ValidationError {
  return new ValidationError("ERR_VALIDATION_METADATA", {
    messageName: "ClientMetadata",
    issues: [adminIssue(pointer, problem)],
    cause,
  });
}

/** Characters of a handle. */
const generatedSecretOctets = 43;
const serverMembers = [
  "client_id",
  "client_secret",
  "client_secret_expires_at",
  "client_id_issued_at",
  "registration_access_token",
  "registration_client_uri",
  "software_statement",
];
