import type { ClientMetadata } from "../../../generated/messages/client-metadata.ts";
import type { RegistrationRequest } from "../../../generated/messages/registration-request.ts";
import { sectorIdentifierDocumentSchema } from "../../../generated/messages/sector-identifier-document.ts";
import { checkMessage } from "../../schema/check.ts";
import { parseScope } from "../../util/scope-set.ts";
import { isLoopbackHost } from "../../util/url.ts";
import { fetchClientDocument } from "../clients/fetch-client-document.ts";
import { type ClientProblem, findClientProblem } from "../clients/find-client-problem.ts";
import { describeClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { ProtocolRefusal, refuse } from "../http/refusal.ts";
import { findClientProblems } from "../profiles/find-client-problems.ts";
import { findTokenProblem } from "../tokens/check-client-tokens.ts";
import { needsSecret } from "./register-client.ts";
import type { RegistrationFacts } from "./registration-options.ts";

/**
 * Checks what a client wants to be registered as, asks the policy, and fills in what RFC 7591 gives a default.
 * @throws ProtocolRefusal `invalid_redirect_uri`, `invalid_client_metadata`, `invalid_software_statement`, `unapproved_software_statement`
 * @see RFC 7591 §3.2.2
 */
export async function checkRegistration(
  context: ProviderContext,
  request: RegistrationRequest,
  facts: Omit<RegistrationFacts, "hasSoftwareStatement">,
): Promise<ClientMetadata> {
  const { policy } = context.options.registration ?? {};
  const asked = await applySoftwareStatement(context, request);
  const hasSoftwareStatement = request.software_statement !== undefined;
  const wanted =
    policy === undefined ? asked : await askPolicy(() => policy(asked, { ...facts, hasSoftwareStatement }));
  const { openScopes, options } = context;
  const allowed = options.registration?.scopes?.filter((scope) => openScopes.includes(scope)) ?? openScopes;
  const metadata = fillIn(wanted, allowed);
  const found = (await findRegistrationProblem(context, metadata, allowed)) ?? findWeakness(context, metadata);
  if (found === undefined) return metadata;
  const { member, problem, cause }: RegistrationProblem = found;
  const error = member === "redirect_uris" ? "invalid_redirect_uri" : "invalid_client_metadata";
  throw refuse(error, { description: `${member} ${problem}.`, cause });
}

/** What the profile forbids is refused here, and not at the client's first request. */
function findWeakness({ options: { profile } }: ProviderContext, metadata: ClientMetadata): ClientProblem | undefined {
  if (profile === undefined) return undefined;
  const facts = { clientId: "", secrets: [], isDisabled: false, isConfigured: false };
  const [problem] = findClientProblems(profile, describeClient(metadata, facts));
  return problem === undefined ? undefined : { member: problem.parameter, problem: problem.rule };
}

/** Why a client can't be registered. */
export interface RegistrationProblem extends ClientProblem {
  /** What went wrong with a document of the client. */
  readonly cause?: unknown;
}

/**
 * Finds what is wrong with complete metadata, whoever registers them: values that the server does not support, URIs that would give users away, tokens that can't be
 * made, a sector that is not the client's.
 * @see RFC 7591 §2
 */
export async function findRegistrationProblem(
  context: ProviderContext,
  metadata: ClientMetadata,
  allowedScopes: readonly string[],
): Promise<RegistrationProblem | undefined> {
  if (!(parseScope(metadata.scope ?? "") ?? []).every((value) => allowedScopes.includes(value)))
    return { member: "scope", problem: "has a value that clients can't register for" };
  const isLoopback = isLoopbackHost(new URL(context.issuer).hostname);
  const found = findClientProblem(metadata, { supported: context.metadata(), isLoopback });
  if (found !== undefined) return found;
  // A client for which no ID token can be made is refused here, and not at its first login.
  const secretOctets = needsSecret(metadata) ? generatedSecretOctets : 0;
  const problem = findTokenProblem(metadata, { algorithms: context.keys.algorithms, secretOctets });
  return problem === undefined
    ? findSectorProblem(context, metadata)
    : { member: problem.member, problem: problem.rule };
}

async function applySoftwareStatement(context: ProviderContext, request: RegistrationRequest): Promise<ClientMetadata> {
  const { software_statement: statement, ...metadata } = request;
  if (statement === undefined) return metadata;
  const verify = context.options.registration?.verifySoftwareStatement;
  if (verify === undefined)
    throw refuse("unapproved_software_statement", "This server accepts no software statements.");
  try {
    return { ...metadata, ...(await verify(statement)) };
  } catch (cause) {
    if (cause instanceof ProtocolRefusal) throw cause;
    throw refuse("invalid_software_statement", { description: "The software statement is not accepted.", cause });
  }
}

async function askPolicy(ask: () => ClientMetadata | Promise<ClientMetadata>): Promise<ClientMetadata> {
  try {
    return await ask();
  } catch (cause) {
    if (cause instanceof ProtocolRefusal) throw cause;
    throw refuse("invalid_client_metadata", { description: "The server's policy refuses this client.", cause });
  }
}

/** Fills in what RFC 7591 gives a default: what is registered says everything, so that the client knows what it got. */
export function fillIn(wanted: ClientMetadata, allowedScopes: readonly string[]): ClientMetadata {
  const grantTypes = wanted.grant_types ?? ["authorization_code"];
  return {
    ...wanted,
    grant_types: grantTypes,
    response_types: wanted.response_types ?? (grantTypes.includes("authorization_code") ? ["code"] : []),
    token_endpoint_auth_method: wanted.token_endpoint_auth_method ?? "client_secret_basic",
    scope: wanted.scope ?? allowedScopes.join(" "),
  };
}

/**
 * Whoever shares a sector learns which users they have in common: the document behind the URI must name every redirect URI.
 * @see OpenID Connect Dynamic Client Registration §5
 */
async function findSectorProblem(
  context: ProviderContext,
  metadata: ClientMetadata,
): Promise<RegistrationProblem | undefined> {
  const { sector_identifier_uri: uri, redirect_uris: redirectUris = [], subject_type: subjectType } = metadata;
  const member = "sector_identifier_uri";
  if (uri === undefined) {
    const hosts = new Set(redirectUris.map((each) => new URL(each).host));
    const isMissing = subjectType === "pairwise" && hosts.size > 1;
    return isMissing ? { member, problem: "is needed for redirect_uris of several hosts" } : undefined;
  }
  let found: unknown;
  try {
    found = await fetchClientDocument(context, uri, member);
  } catch (cause) {
    return { member, problem: "can't be fetched", cause };
  }
  const result = checkMessage(sectorIdentifierDocumentSchema, { redirect_uris: found });
  const listed = result.ok ? result.message.redirect_uris : [];
  if (redirectUris.every((each) => listed.includes(each))) return undefined;
  return { member, problem: "has a document that does not list every redirect URI" };
}

/** 256 bits as base64url. */
const generatedSecretOctets = 43;
