import {
  type PushedAuthorizationRequest,
  pushedAuthorizationRequestSchema as schema,
} from "../../generated/messages/pushed-authorization-request.ts";
import { buildAuthorizationUrl } from "../endpoints/authorization.ts";
import { fetchPushedAuthorization } from "../endpoints/pushed-authorization.ts";
import type { StartedLogin } from "../endpoints/start-login.ts";
import { ValidationError } from "../errors/validation-error.ts";
import type { CallOptions, ExchangeContext, ExtraParameters } from "../exchange/context.ts";
import { repeatedParameters } from "../exchange/repeated-parameters.ts";
import { fetchOpenidProviderMetadata } from "../metadata/authorization-server-metadata.ts";
import { checkMessage, isMember } from "../schema/check.ts";
import { decodeParameters } from "../schema/form.ts";

/** How a browser client pushes what its sign-ins ask for. Made by {@link pushAuthorization}. */
export interface PushAuthorization {
  /** Fetches the provider's metadata, those on pushed requests among them. */
  readonly fetchMetadata: typeof fetchOpenidProviderMetadata;
  /** Puts a reference in place of what a sign-in asks for, where it is due. */
  readonly push: (
    context: ExchangeContext,
    started: StartedLogin,
    options: Pick<CallOptions, "signal">,
  ) => Promise<StartedLogin>;
}

/** When requests are pushed. */
export interface PushAuthorizationOptions {
  /** Whether every sign-in is pushed. Default `false`: where the provider's metadata require it. */
  readonly always?: boolean | undefined;
}

/**
 * Makes a browser client push its authorization requests: give it as `pushing`. The provider must allow the page's origin to call its endpoint
 * (CORS). A request that cannot be pushed is an error, and never goes the other way.
 * @see RFC 9126 §2.1
 * @see RFC 9126 §5
 */
export function pushAuthorization({ always = false }: PushAuthorizationOptions = {}): PushAuthorization {
  return Object.freeze<PushAuthorization>({
    fetchMetadata: fetchOpenidProviderMetadata,
    async push(context, started, { signal }) {
      if (!always && context.metadata.require_pushed_authorization_requests !== true) return started;
      const { message, extra } = readUrl(started.url, context);
      const { request_uri } = await fetchPushedAuthorization(context, message, { signal, extra });
      const { client_id } = message;
      return Object.freeze({ ...started, url: buildAuthorizationUrl(context, { client_id, request_uri }) });
    },
  });
}

interface PushedMessage {
  readonly message: PushedAuthorizationRequest;
  /** Parameters of the provider's own. */
  readonly extra: ExtraParameters;
}

/** The request that a URL holds behind the endpoint's own query. */
function readUrl(url: string, { metadata: { authorization_endpoint = "" } }: ExchangeContext): PushedMessage {
  const parameters = [...new URLSearchParams(url.slice(authorization_endpoint.length))];
  const isOwn = ([name]: readonly [string, string]): boolean => !isMember(schema, name);
  const decoded = decodeParameters(
    parameters.filter((parameter) => !isOwn(parameter)),
    schema,
  );
  const endpoint = "pushed_authorization_request_endpoint";
  if (!decoded.ok) throw repeatedParameters(decoded.repeated, endpoint);
  const checked = checkMessage(schema, decoded.message);
  if (!checked.ok) {
    throw new ValidationError("ERR_VALIDATION_REQUEST", { messageName: schema.name, issues: checked.issues, endpoint });
  }
  const own = parameters.filter(isOwn);
  const valuesOf = (name: string): readonly string[] =>
    own.filter(([other]) => other === name).map(([, value]) => value);
  return { message: checked.message, extra: Object.fromEntries(own.map(([name]) => [name, valuesOf(name)])) };
}
