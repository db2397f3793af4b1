import {
  type AuthorizationRequest,
  authorizationRequestSchema,
} from "../../generated/messages/authorization-request.ts";
import { type CallOptions, type ExchangeContext, requireSecureEndpoint } from "../exchange/context.ts";
import { encodeRequest } from "../exchange/request-message.ts";
import type { FormParameter } from "../schema/form.ts";
import { appendQuery } from "../util/url.ts";

/**
 * Builds the URL that a browser is sent to for an authorization. The message is checked against its schema first; the endpoint's own
 * query is kept.
 * @throws ConfigurationError when the server has no authorization endpoint or an extra parameter is reserved
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the message
 * @see RFC 6749 §4.1.1
 * @see OpenID Connect Core §3.1.2.1
 */
export function buildAuthorizationUrl(
  context: Pick<ExchangeContext, "metadata">,
  message: AuthorizationRequest,
  { extra }: Pick<CallOptions, "extra"> = {},
): string {
  const url = requireSecureEndpoint(context.metadata, "authorization_endpoint");
  return appendQuery(
    url,
    encodeRequest(authorizationRequestSchema, message, { extra, endpoint: "authorization_endpoint" }),
  );
}

/** A form that a browser posts to the authorization endpoint. */
export interface AuthorizationForm {
  /** The form's action: the authorization endpoint. */
  readonly url: string;
  /** Names and values of its hidden fields. Escape them where they go into HTML. */
  readonly fields: readonly FormParameter[];
}

/**
 * Builds the form of an authorization that a browser posts, for requests too long for a URL. Checked like
 * {@link buildAuthorizationUrl}. Every OpenID provider takes it; a plain OAuth 2.0 server may not.
 * @throws ConfigurationError when the server has no authorization endpoint or an extra parameter is reserved
 * @throws ValidationError `ERR_VALIDATION_REQUEST` with every problem of the message
 * @see OpenID Connect Core §3.1.2.1
 */
export function buildAuthorizationForm(
  context: Pick<ExchangeContext, "metadata">,
  message: AuthorizationRequest,
  { extra }: Pick<CallOptions, "extra"> = {},
): AuthorizationForm {
  const url = requireSecureEndpoint(context.metadata, "authorization_endpoint");
  const fields = encodeRequest(authorizationRequestSchema, message, { extra, endpoint: "authorization_endpoint" });
  return Object.freeze({ url, fields: Object.freeze(fields) });
}
