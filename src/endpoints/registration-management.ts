import type { ClientMetadata } from "../../generated/messages/client-metadata.ts";
import {
  type RegistrationUpdateRequest,
  registrationUpdateRequestSchema,
} from "../../generated/messages/registration-update-request.ts";
import { ConfigurationError, ResponseError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { explaining } from "../exchange/error-explanation.ts";
import { type ReadingContext, type ReadOptions, requireSuccess } from "../exchange/read-message.ts";
import { concealSecrets } from "../http/conceal.ts";
import type { HttpAnswer } from "../http/types.ts";
import { encodeForm } from "../schema/form.ts";
import { bearerHeaders } from "./access-token.ts";
import { readRegistrationResponse } from "./registration.ts";
import { createRegistration, type Registration } from "./registration-result.ts";
import { buildJsonRequest, type JsonHttpRequest } from "./registration-wire.ts";

/** What the management of a registration needs. The server's metadata is not: the registration says where it is managed. */
export type RegistrationManagementContext = ReadingContext & Pick<ExchangeContext, "http">;

/** A registration after a call, and which of its credentials the call has replaced. */
export interface ManagedRegistration extends Registration {
  /** Credentials that are new. The old ones may have stopped to work: store the new ones before anything else. */
  readonly rotated: readonly RotatedCredential[];
}

/** A credential that a server may replace whenever a registration is read or updated. */
export type RotatedCredential = "client_secret" | "registration_access_token";

/** What an update changes: new values by member; `undefined` deletes a member. */
export type RegistrationChanges = { readonly [Name in keyof ClientMetadata]?: ClientMetadata[Name] | undefined };

/**
 * Reads the registration as the server keeps it.
 * @returns the registration, with the credentials that are in force now
 * @throws OAuthError or ResponseError when the server said no: 401 means that the token has ended or the client is gone
 * @throws ValidationError `ERR_VALIDATION_RESPONSE`; VerificationError `ERR_VERIFICATION_CLIENT` for an answer about another client
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` when the registration has no `registration_client_uri` and token, and `ERR_CONFIGURATION_INSECURE_URL`
 * @see RFC 7592 §2.1
 */
export async function fetchClientRegistration(
  context: RegistrationManagementContext,
  registration: Registration,
  { signal }: Pick<CallOptions, "signal"> = {},
): Promise<ManagedRegistration> {
  const startedAt = context.clock();
  const address = addressOf(registration);
  const answer = await context.http.get({ ...address, path, endpointName, accept: "application/json", signal });
  return readManaged(context, answer, { registration, requested: undefined, startedAt });
}

/**
 * Builds an update: all metadata as the server last returned it, with the changes. An update replaces the whole registration, so what
 * would be left out would be deleted; what the server alone decides (`registration_access_token`, `registration_client_uri`, times) stays out.
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the metadata
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` when the registration has no `registration_client_uri` and token
 * @see RFC 7592 §2.2
 */
export function buildRegistrationUpdateRequest(
  registration: Registration,
  changes: RegistrationChanges,
): JsonHttpRequest<RegistrationUpdateRequest> {
  const { response, credentials } = registration;
  const kept = Object.entries(response).filter(([name, value]) => !forbidden.includes(name) && value !== null);
  const { client_id, client_secret } = credentials;
  const secret = client_secret === undefined ? {} : { client_secret };
  const message: RegistrationUpdateRequest = { ...Object.fromEntries(kept), ...changed(changes), client_id, ...secret };
  return buildJsonRequest(registrationUpdateRequestSchema, message, {
    endpoint: endpointName,
    ...addressOf(registration),
  });
}

/**
 * Updates a registration: see {@link buildRegistrationUpdateRequest}.
 * @returns the registration as it is now; `changed` says where the server registered something else than was asked for
 * @throws as {@link buildRegistrationUpdateRequest} and {@link fetchClientRegistration}
 * @see RFC 7592 §2.2
 */
export async function updateClientRegistration(
  context: RegistrationManagementContext,
  registration: Registration,
  { changes, signal }: { readonly changes: RegistrationChanges } & Pick<CallOptions, "signal">,
): Promise<ManagedRegistration> {
  const startedAt = context.clock();
  const { url, headers, message } = buildRegistrationUpdateRequest(registration, changes);
  const accept = "application/json";
  const sent = await context.http.put({ path, url, headers, endpointName, accept, body: message, signal });
  const { client_id: _id, client_secret, ...requested } = message;
  const answer = client_secret === undefined ? sent : hideSecret(sent, { headers, client_secret });
  const request = registrationUpdateRequestSchema.name;
  return readManaged(context, answer, { registration, requested, startedAt, request });
}

/**
 * Deletes a registration. The client, its credentials and as a rule all of its tokens end with it.
 * @throws OAuthError or ResponseError when the server said no; status 405 where it deletes no registrations
 * @throws ConfigurationError as {@link fetchClientRegistration}
 * @see RFC 7592 §2.3
 */
export async function deleteClientRegistration(
  context: RegistrationManagementContext,
  registration: Registration,
  { signal }: Pick<CallOptions, "signal"> = {},
): Promise<void> {
  const address = addressOf(registration);
  const answer = await context.http.delete({ ...address, path, endpointName, accept: "application/json", signal });
  if (answer.status === 405) {
    throw new ResponseError("ERR_RESPONSE_STATUS", {
      message: "The server deletes no registrations.",
      status: answer.status,
      endpoint: answer.endpoint,
      specification: specification("rfc7592", "2.3"),
    });
  }
  requireSuccess(explaining(context), answer, 204);
}

interface ManagedReading extends Pick<ReadOptions, "startedAt" | "request"> {
  readonly registration: Registration;
  readonly requested: object | undefined;
}

/** A body in JSON is not searched for secrets, so the one that it holds is named here. */
function hideSecret(
  answer: HttpAnswer,
  { headers, client_secret }: { readonly headers: Readonly<Record<string, string>>; readonly client_secret: string },
): HttpAnswer {
  const body = encodeForm([["client_secret", client_secret]]);
  return { ...answer, conceal: (text) => concealSecrets(text, { headers, body }) };
}

function readManaged(
  context: ReadingContext,
  answer: HttpAnswer,
  { registration, requested, ...options }: ManagedReading,
): ManagedRegistration {
  const response = readRegistrationResponse(context, answer, { ...options, status: 200 });
  const { credentials } = registration;
  if (response.client_id !== credentials.client_id) {
    throw new VerificationError("ERR_VERIFICATION_CLIENT", {
      message: "The registration is of another client than the one that was asked for.",
      parameter: "client_id",
      endpoint: answer.endpoint,
      specification: specification("rfc7592", "2.2"),
    });
  }
  const current = createRegistration(response, { requested, previous: registration });
  const rotated = credentialNames.filter((name) => current.credentials[name] !== credentials[name]);
  return Object.freeze({ ...current, rotated: Object.freeze(rotated) });
}

/** Where a registration is managed, and the one token that goes there. Its URL is checked where it is sent. */
function addressOf({ credentials }: Registration): Pick<JsonHttpRequest<object>, "url" | "headers"> {
  const { registration_client_uri: url, registration_access_token: token } = credentials;
  if (url !== undefined && token !== undefined)
    return { url, headers: bearerHeaders(token, "registration_access_token") };
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The registration cannot be managed: it has no registration_client_uri with a registration_access_token.",
    parameter: url === undefined ? "registration_client_uri" : "registration_access_token",
    specification: specification("rfc7592", "3"),
    remedy: "The server must support RFC 7592; give the registration as it was returned by the last call.",
  });
}

/** Members that the protocol owns are not the caller's to change. */
function changed(changes: RegistrationChanges): object {
  const owned = [...forbidden, "client_id", "client_secret"].find((name) => Object.hasOwn(changes, name));
  if (owned === undefined) return changes;
  throw new ConfigurationError("ERR_CONFIGURATION_PARAMETER_RESERVED", {
    message: `The member ${owned} is the server's to decide.`,
    parameter: owned,
    specification: specification("rfc7592", "2.2"),
  });
}

const path = "/register/{client_id}";
const endpointName = "registration_client_uri";

const credentialNames: readonly RotatedCredential[] = ["client_secret", "registration_access_token"];

/** What an update must not contain. */
const forbidden: readonly string[] = [
  "registration_access_token",
  "registration_client_uri",
  "client_secret_expires_at",
  "client_id_issued_at",
];
