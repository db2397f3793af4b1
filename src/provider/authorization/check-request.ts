import type { AuthorizationDetail } from "../../../generated/messages/authorization-detail.ts";
import {
  type AuthorizationRequest,
  authorizationRequestSchema,
} from "../../../generated/messages/authorization-request.ts";
import type { OAuthErrorName } from "../../constants/oauth-errors.ts";
import { checkMessage } from "../../schema/check.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";
import { checkProfileRequest } from "../profiles/check-profile-request.ts";
import { chooseAudience } from "../tokens/choose-audience.ts";
import { checkAuthorizationDetails } from "./check-authorization-details.ts";
import { checkCodeChallenge } from "./check-code-challenge.ts";
import { checkResponseType } from "./check-response-type.ts";
import { readIdTokenHint } from "./id-token-hint.ts";
import type { ReceivedRequest } from "./received-request.ts";
import { chooseRequestScope } from "./request-scope.ts";
import { findResponseMode, isTooLong } from "./return-address.ts";

/** A request in which nothing is wrong. */
export interface CheckedRequest {
  readonly client: RegisteredClient;
  readonly request: AuthorizationRequest;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  /** As the checks of their types gave them. */
  readonly authorizationDetails: readonly AuthorizationDetail[];
  readonly prompts: readonly string[];
  /** `sub` values of which the person must be one: of `id_token_hint`, or the claim `sub`. */
  readonly expectedSubjects?: readonly string[] | undefined;
}

/**
 * Checks all of a request but its client and address: how it came, what it asks for, PKCE, the grammar of every parameter, and last what each means.
 * @throws ProtocolRefusal with the `error` of the first thing that is wrong: the client is told by redirect, or, when it pushes, at once
 * @see RFC 6749 §4.1.2.1
 * @see OpenID Connect Core §3.1.2.1
 */
export async function checkRequest(context: ProviderContext, received: ReceivedRequest): Promise<CheckedRequest> {
  const { client, members } = received;
  checkResponseMode(received);
  checkDelivery(received);
  checkProfileRequest(context, received);
  checkResponseType(received);
  checkCodeChallenge(context, received);
  const request = checkGrammar(members);
  if (request.registration !== undefined)
    throw refuse("registration_not_supported", "registration is for self-issued providers (OpenID Connect Core, 7.2).");
  const audience = chooseAudience(context, request.resource ?? []);
  const scope = chooseRequestScope(context, client, request);
  const authorizationDetails = await checkAuthorizationDetails(context, client, request.authorization_details);
  if (scope.length === 0 && authorizationDetails.length === 0)
    throw refuse("invalid_scope", "scope is missing, and the client is registered with none (RFC 6749, 3.3).");
  const expectedSubjects = await findExpectedSubjects(context, client, request);
  return {
    client,
    request,
    scope,
    audience,
    authorizationDetails,
    prompts: request.prompt?.split(" ") ?? [],
    ...(expectedSubjects === undefined ? {} : { expectedSubjects }),
  };
}

function checkResponseMode({ client, members }: ReceivedRequest): void {
  const mode = findResponseMode(members);
  const { response_modes: registered } = client.metadata;
  if (members.response_mode === undefined) return;
  if (mode === undefined) throw refuse("invalid_request", "response_mode is not one that this server knows.");
  if (registered !== undefined && !registered.includes(mode))
    throw refuse("invalid_request", "response_mode is not one that the client is registered with.");
}

/** What was judged when it came is not judged again: the store does not say how it came. */
function checkDelivery({ client, delivery, isSigned }: ReceivedRequest): void {
  if (delivery === "stored") return;
  const { require_pushed_authorization_requests: needsPush, require_signed_request_object: needsSignature } =
    client.metadata;
  if (needsPush === true && delivery !== "pushed")
    throw refuse("invalid_request", "The client must push its requests (RFC 9126, 6).");
  if (needsSignature === true && !isSigned)
    throw refuse("invalid_request", "The client must sign its requests (RFC 9101, 10.5).");
}

function checkGrammar(members: object): AuthorizationRequest {
  const state: unknown = Reflect.get(members, "state");
  if (typeof state === "string" && isTooLong(state))
    throw refuse("invalid_request", "state is longer than 2048 octets, and so is not sent back.");
  const result = checkMessage(authorizationRequestSchema, members);
  if (result.ok) return result.message;
  const [issue] = result.issues;
  const [, name = ""] = issue?.pointer.split("/") ?? [];
  const section = issue?.specification === undefined ? "" : ` (${issue.specification.label.replace(" §", ", ")})`;
  const problem = issue?.message.replace(/\.$/, "") ?? "The request is malformed";
  // A rule about several parameters is a sentence of its own.
  const description = `${name === "" ? "" : `${name} `}${problem}${section}.`;
  throw refuse(errorsByParameter[name] ?? "invalid_request", description);
}

async function findExpectedSubjects(
  context: ProviderContext,
  client: RegisteredClient,
  { id_token_hint: hint, claims }: AuthorizationRequest,
): Promise<readonly string[] | undefined> {
  if (hint !== undefined) return [await readIdTokenHint(context, client, hint)];
  const { value, values } = claims?.id_token?.sub ?? {};
  if (typeof value === "string") return [value];
  return values?.filter((each) => typeof each === "string");
}

const errorsByParameter: Readonly<Record<string, OAuthErrorName>> = {
  scope: "invalid_scope",
  resource: "invalid_target",
  authorization_details: "invalid_authorization_details",
};
