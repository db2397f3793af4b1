import type { AuthorizationRequest } from "../../../generated/messages/authorization-request.ts";
import { clientAuthenticationMethods } from "../../constants/client-authentication-methods.ts";
import { promptValues } from "../../constants/prompt-values.ts";
import type { Account } from "../accounts/account-source.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { Consent, JsonValue } from "../stores/records.ts";
import type { ConsentFacts } from "./authorization-options.ts";
import { findRedirectUri } from "./find-redirect-uri.ts";
import { chooseRequestScope } from "./request-scope.ts";

/** Who asks whom for what. */
export interface ConsentQuestion {
  readonly client: RegisteredClient;
  readonly account: Account;
  readonly request: AuthorizationRequest;
}

/** Whether a person must be asked, and what rests on what was said before. */
export interface ConsentNeed {
  readonly isNeeded: boolean;
  /** Whether the request may go on only as long as the consent is not withdrawn. */
  readonly restsOnConsent: boolean;
  /** What was not allowed yet. */
  readonly facts: ConsentFacts;
}

/**
 * Finds out what a person has not allowed a client yet. First parties need no consent, unless the request asks for it; authorization details need it each time,
 * and so do clients that anybody could pretend to be.
 * @see OpenID Connect Core §11
 * @see RFC 8252 §8.6
 */
export async function findMissingConsent(
  context: ProviderContext,
  { client, account, request }: ConsentQuestion,
): Promise<ConsentNeed> {
  const { firstPartyClients = [], consent: policy } = context.options;
  const facts = await findFacts(context, { client, account, request });
  const isForced = request.prompt?.split(" ").includes(promptValues.consent) === true;
  const isFirstParty = firstPartyClients.includes(client.clientId);
  if (isForced) return { isNeeded: true, restsOnConsent: !isFirstParty, facts };
  if (isFirstParty) return { isNeeded: false, restsOnConsent: false, facts };
  if (!isMissing(facts)) return { isNeeded: false, restsOnConsent: true, facts };
  const decision = (await policy?.(facts)) ?? "ask";
  return decision === "skip"
    ? { isNeeded: false, restsOnConsent: false, facts }
    : { isNeeded: true, restsOnConsent: true, facts };
}

/** Remembers what a person has allowed, beside what was allowed before. */
export async function rememberConsent(
  context: ProviderContext,
  { client, account, request }: ConsentQuestion,
): Promise<void> {
  const before = await findConsent(context, account.id, client.clientId);
  const { claims = [], resource = [] } = before?.details ?? {};
  const { consentSeconds } = context.options;
  const nowMs = context.clock();
  await context.store.consents.put({
    accountId: account.id,
    clientId: client.clientId,
    scope: unite(before?.scope ?? [], chooseRequestScope(context, client, request)),
    details: {
      claims: unite(textsOf(claims), claimNames(request)),
      resource: unite(textsOf(resource), request.resource ?? []),
    },
    updatedAtMs: nowMs,
    ...(consentSeconds === undefined ? {} : { expiresAtMs: nowMs + consentSeconds * 1000 }),
  });
}

/** What a person has allowed a client, if that is still good: also by a `consentSeconds` that was set, or made shorter, since. */
export async function findConsent(
  { store, clock, options: { consentSeconds = Number.POSITIVE_INFINITY } }: ProviderContext,
  accountId: string,
  clientId: string,
): Promise<Consent | undefined> {
  const found = await store.consents.find(accountId, clientId);
  if (found === undefined) return undefined;
  const { updatedAtMs, expiresAtMs = Number.POSITIVE_INFINITY } = found;
  return Math.min(expiresAtMs, updatedAtMs + consentSeconds * 1000) > clock() ? found : undefined;
}

async function findFacts(
  context: ProviderContext,
  { client, account, request }: ConsentQuestion,
): Promise<ConsentFacts> {
  const { clientId } = client;
  const stored = await findConsent(context, account.id, clientId);
  const scope = chooseRequestScope(context, client, request);
  return {
    clientId,
    accountId: account.id,
    scope,
    missingScope: without(scope, stored?.scope ?? []),
    missingClaims: without(claimNames(request), textsOf(stored?.details.claims)),
    missingResources: without(request.resource ?? [], textsOf(stored?.details.resource)),
    authorizationDetails: request.authorization_details ?? [],
    isImpersonable:
      client.authMethod === clientAuthenticationMethods.none &&
      !findRedirectUri(client, { ...request }).startsWith("https:"),
  };
}

function isMissing(facts: ConsentFacts): boolean {
  const { missingScope, missingClaims, missingResources, authorizationDetails, isImpersonable } = facts;
  return (
    isImpersonable ||
    [missingScope, missingClaims, missingResources, authorizationDetails].some((list) => list.length > 0)
  );
}

/** The claims that a request asks for by name; those about the login itself are no secret of the person. */
function claimNames({ claims }: AuthorizationRequest): readonly string[] {
  const names = [claims?.userinfo, claims?.id_token].flatMap((part) => Object.keys(part ?? {}));
  return [...new Set(names)].filter((name) => !loginClaims.includes(name));
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function without(wanted: readonly string[], had: readonly string[]): readonly string[] {
  return wanted.filter((value) => !had.includes(value));
}

function unite(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])];
}

const loginClaims: readonly string[] = ["sub", "acr", "amr", "auth_time", "sid"];
