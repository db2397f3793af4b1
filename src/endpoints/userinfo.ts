import { userinfoRequestSchema } from "../../generated/messages/userinfo-request.ts";
import { type UserinfoResponse, userinfoResponseSchema } from "../../generated/messages/userinfo-response.ts";
import { ConfigurationError, VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { requireDirectEndpoint } from "../exchange/direct-endpoint.ts";
import { explaining } from "../exchange/error-explanation.ts";
import { type ReadOptions, readMessage } from "../exchange/read-message.ts";
import { encodeRequest } from "../exchange/request-message.ts";
import type { HttpAnswer } from "../http/types.ts";
import { encodeForm } from "../schema/form.ts";
import { isProofDue, presentAccessToken } from "./access-token.ts";
import { acceptedUserinfo, checkUserinfoAlgorithms, isUserinfoJwt, readUserinfoJwt } from "./userinfo-jwt.ts";

/** Says that the user of a userinfo response cannot be compared, because there was no ID token. Only for plain OAuth 2.0 servers. */
export const skipSubjectCheck: unique symbol = /* @__PURE__ */ Symbol("skipSubjectCheck");

/** Whom a userinfo response must be about: the `sub` of the verified ID token. */
export type ExpectedSubject = string | typeof skipSubjectCheck;

/** What a userinfo call needs. */
export interface UserinfoRequestOptions extends Pick<CallOptions, "signal"> {
  readonly accessToken: string;
  /** The `token_type` of the token. Default: `DPoP` where the context has a key, else `Bearer`. */
  readonly tokenType?: string | undefined;
  readonly expectedSubject: ExpectedSubject;
}

/** What a userinfo response is read by. */
export interface UserinfoReadOptions extends ReadOptions, Pick<CallOptions, "signal"> {
  readonly expectedSubject: ExpectedSubject;
}

/**
 * Reads the answer of the userinfo endpoint: JSON, or a JWT that is signed, encrypted, or both. Where the client is registered for
 * a JWT, JSON is refused; where it is not, a JWT is accepted that is signed with an algorithm that the server announces.
 * @returns the claims, frozen; `sub` is the expected one
 * @throws OAuthError when the server said no, with its challenges
 * @throws ResponseError for an answer that is not the endpoint's, or not in the registered format
 * @throws ValidationError `ERR_VALIDATION_RESPONSE`, `ERR_VALIDATION_CLAIMS` with every problem of the response, `ERR_VALIDATION_JWT`
 * @throws VerificationError `ERR_VERIFICATION_SUBJECT` when the claims are about somebody else; other codes for a JWT that must not be believed
 * @throws ConfigurationError `ERR_CONFIGURATION_DECRYPTION_KEY` for an encrypted JWT where no key was given
 * @see OpenID Connect Core §5.3.2
 */
export async function readUserinfoResponse(
  reading: ExchangeContext,
  answer: HttpAnswer,
  options: UserinfoReadOptions,
): Promise<UserinfoResponse> {
  const context = explaining(reading);
  const response = isUserinfoJwt(context, answer)
    ? await readUserinfoJwt(context, answer, options)
    : readMessage(context, answer, userinfoResponseSchema, options);
  if (options.expectedSubject === skipSubjectCheck || response.sub === options.expectedSubject) return response;
  throw new VerificationError("ERR_VERIFICATION_SUBJECT", {
    message: "The sub of the userinfo response is not the sub of the ID token.",
    parameter: "sub",
    endpoint: answer.endpoint,
    specification: specification("oidc-core", "5.3.2"),
    remedy: "Do not use the claims: they are about another user (token substitution).",
  });
}

/**
 * Asks the userinfo endpoint for claims about the user of an access token. A bound token comes with a proof, and is sent once more where the server demands a nonce.
 * @throws as {@link readUserinfoResponse}, TransportError when no complete answer arrives, and ConfigurationError when the server has no userinfo endpoint or
 * the key of a bound token is missing
 * @see OpenID Connect Core §5.3
 */
export async function fetchUserinfo(
  context: ExchangeContext,
  { accessToken, tokenType, expectedSubject, signal }: UserinfoRequestOptions,
): Promise<UserinfoResponse> {
  checkUserinfoAlgorithms(context);
  const startedAt = context.clock();
  const endpointName = "userinfo_endpoint";
  const url = requireDirectEndpoint(context, endpointName);
  const accept = acceptedUserinfo(context);
  const answer = await presentAccessToken(context, { method: "GET", url, accessToken, tokenType }, (headers) =>
    context.http.get({ path: "/userinfo", url, endpointName, accept, headers, signal }),
  );
  return readUserinfoResponse(context, answer, { expectedSubject, signal, startedAt, request: "UserinfoRequest" });
}

/**
 * Asks the userinfo endpoint by POST, with the access token in the form body instead of the `Authorization` field: for servers
 * behind proxies that drop that field. Otherwise as {@link fetchUserinfo}, which is to be preferred. A bound token cannot travel so.
 * @throws as {@link fetchUserinfo}, and ConfigurationError `ERR_CONFIGURATION_OPTION` for a bound token
 * @see OpenID Connect Core §5.3.1
 * @see RFC 6750 §2.2
 */
export async function fetchUserinfoByPost(
  context: ExchangeContext,
  { accessToken, tokenType, expectedSubject, signal }: UserinfoRequestOptions,
): Promise<UserinfoResponse> {
  if (isProofDue(context.dpop, tokenType)) throw boundToken();
  checkUserinfoAlgorithms(context);
  const startedAt = context.clock();
  const url = requireDirectEndpoint(context, "userinfo_endpoint");
  const body = { access_token: accessToken };
  const parameters = encodeRequest(userinfoRequestSchema, body, { endpoint: "userinfo_endpoint" });
  const answer = await context.http.post({
    path: "/userinfo",
    url,
    endpointName: "userinfo_endpoint",
    accept: acceptedUserinfo(context),
    body,
    encode: () => encodeForm(parameters),
    signal,
  });
  return readUserinfoResponse(context, answer, { expectedSubject, signal, startedAt, request: "UserinfoRequest" });
}

function boundToken(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: "A token that is bound to a DPoP key travels in the Authorization field only.",
    parameter: "accessToken",
    specification: specification("rfc9449", "7.1"),
    remedy: "Use fetchUserinfo.",
  });
}
