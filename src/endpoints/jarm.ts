import { jarmLabel } from "../../generated/documents.ts";
import { authorizationErrorSchema } from "../../generated/messages/authorization-error.ts";
import {
  type AuthorizationResponse,
  authorizationResponseSchema,
} from "../../generated/messages/authorization-response.ts";
import { authorizationResponseJarmSchema } from "../../generated/messages/authorization-response-jarm.ts";
import type { AuthorizationResponseJwt } from "../../generated/messages/authorization-response-jwt.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { quotePrintable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import { ValidationError } from "../errors/validation-error.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { repeatedParameters } from "../exchange/repeated-parameters.ts";
import { readSignedJwt } from "../jose/read-signed-jwt.ts";
import { authorizationResponseJwtProfile as profile } from "../jwt-profiles/authorization-response-jwt.ts";
import { isMember } from "../schema/check.ts";
import { documentLabelsOf } from "../schema/document-labels.ts";
import { decodeParameters } from "../schema/form.ts";
import { nowSeconds } from "../util/clock.ts";
import { type CodeResponse, checkParameters, requireCodeAlone } from "./authorization-response.ts";
import type { AuthorizationTransaction } from "./authorization-transaction.ts";
import { chooseAuthorizationResponseAlgorithms } from "./jarm-algorithms.ts";
import { verifyJarmClaims } from "./jarm-claims.ts";
import { requireTransactionOf } from "./response-checks.ts";
import { readResponseMode } from "./response-type.ts";

/**
 * Reads the response to an authorization with `response_type=code` and one of the JWT response modes: exactly one parameter `response`,
 * a JWT that the server signed, for this client, not expired, decrypted first where it is encrypted. Its claims are then the parameters
 * that `readAuthorizationResponse` checks, an error of the server included.
 * @throws VerificationError `ERR_VERIFICATION_RESPONSE_MODE` for a response in the open, `ERR_VERIFICATION_AUDIENCE`,
 * `ERR_VERIFICATION_EXPIRED` and the codes of signatures; ValidationError `ERR_VALIDATION_RESPONSE` for parameters of the protocol beside the
 * JWT; and as `readAuthorizationResponse`
 * @see JARM §2.3
 * @see JARM §2.4
 */
export async function readJwtAuthorizationResponse(
  context: ExchangeContext,
  parameters: URLSearchParams,
  transaction: AuthorizationTransaction,
  options: Pick<CallOptions, "signal"> = {},
): Promise<CodeResponse> {
  return requireCodeAlone(await readCheckedJwtResponse(context, parameters, transaction, options), transaction);
}

/**
 * Reads a JWT response of any response type; ID tokens in it are not verified yet.
 * @throws as {@link readJwtAuthorizationResponse}
 */
export async function readCheckedJwtResponse(
  context: ExchangeContext,
  parameters: URLSearchParams,
  transaction: AuthorizationTransaction,
  { signal }: Pick<CallOptions, "signal">,
): Promise<AuthorizationResponse> {
  const endpoint = requireTransactionOf(context, transaction);
  requireJwtMode(transaction);
  const jwt = readResponseParameter(parameters, endpoint);
  const { clientId, keys, tolerate, metadata, issuerTemplate, clockToleranceSeconds } = context;
  // The order of JARM §2.4: decryption, issuer, audience, expiry, and then the key and the signature.
  const { claims, tolerated } = await readSignedJwt(jwt, {
    kind: profile,
    schema: profile.schema,
    algorithms: chooseAuthorizationResponseAlgorithms(context),
    decryption: context.decryption(context.authorizationResponseEncryption),
    keys,
    keysFor: issuerTemplate && (({ iss }) => issuerTemplate.keysFor(keys, iss)),
    signal,
    tolerate,
    verifyClaims: (unverified) => {
      const now = nowSeconds(context.clock);
      const { issuer } = metadata;
      verifyJarmClaims(unverified, { issuer, issuerTemplate, clientId, clockToleranceSeconds, now, endpoint });
    },
  });
  for (const deviation of tolerated)
    context.report?.({ type: "tolerated", message: profile.schema.name, endpoint, deviation });
  reportVerified(context, endpoint);
  return checkParameters(context, parametersOf(claims), transaction);
}

/** Claims about the JWT are no parameters; `iss` is both. */
function parametersOf(claims: AuthorizationResponseJwt): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !aboutTheJwt.includes(name)));
}

function requireJwtMode({ responseType, responseMode }: AuthorizationTransaction): void {
  if (readResponseMode(responseType, responseMode).isJwt) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "The authorization did not ask for a response that is a JWT.",
    parameter: "transaction",
    specification: specification("jarm", "2.3", [jarmLabel]),
    remedy: "Read it with readAuthorizationResponse or readFrontChannelResponse.",
  });
}

/**
 * The JWT, and nothing of the protocol beside it: whatever stands in the open may have been written by anybody. Parameters that the
 * protocol does not know, such as those of the redirect URI itself, are ignored as ever.
 */
function readResponseParameter(parameters: URLSearchParams, endpoint: string): string {
  const decoded = decodeParameters(parameters, authorizationResponseJarmSchema);
  if (!decoded.ok) throw repeatedParameters(decoded.repeated, endpoint);
  const { response, error } = decoded.message;
  if (typeof response !== "string") throw notAJwt(error, endpoint);
  const foreign = Object.keys(decoded.message).filter(
    (name) => isMember(authorizationResponseSchema, name) || isMember(authorizationErrorSchema, name),
  );
  if (foreign.length === 0) return response;
  throw new ValidationError("ERR_VALIDATION_RESPONSE", {
    messageName: authorizationResponseJarmSchema.name,
    endpoint,
    issues: foreign.map((name) => ({
      pointer: `/${name}`,
      keyword: "forbidden",
      message: "must not be present beside response",
      specification: specification("jarm", "2.3", [jarmLabel]),
      tolerances: [],
    })),
  });
}

/** What an error in the open says is told, for whoever looks for the cause; it is never believed. */
function notAJwt(error: unknown, endpoint: string): VerificationError {
  const said = typeof error === "string" ? ` It says error=${quotePrintable(error, 50)}, which anybody can write.` : "";
  return new VerificationError("ERR_VERIFICATION_RESPONSE_MODE", {
    message: `The authorization response has no parameter response, although a JWT was asked for.${said}`,
    parameter: "response",
    endpoint,
    specification: specification("jarm", "2.3", [jarmLabel]),
    remedy:
      "Do not use it. Check that the server supports the response_mode, and that the client is registered for it.",
  });
}

function reportVerified({ report }: ExchangeContext, endpoint: string): void {
  report?.({
    type: "exchange",
    request: "AuthorizationRequest",
    message: profile.schema.name,
    documents: documentLabelsOf(profile.schema),
    endpoint,
    status: undefined,
    durationMs: undefined,
  });
}

const aboutTheJwt: readonly string[] = ["aud", "exp", "nbf", "iat", "jti"];
