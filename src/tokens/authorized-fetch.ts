import { oauthErrors } from "../constants/oauth-errors.ts";
import type { DPoP } from "../dpop/dpop.ts";
import type { PresentableToken } from "../endpoints/access-token.ts";
import { readResourceChallenge } from "../endpoints/resource-challenge.ts";
import { fetchProtectedResource, type ResourceRequest } from "../endpoints/resource-request.ts";
import { VerificationError } from "../errors/families.ts";
import { specification } from "../errors/specification.ts";
import { discardBody } from "../http/body.ts";
import { refuseRedirect } from "../http/redirect.ts";
import type { FetchFunction } from "../http/types.ts";
import { waitFor } from "../metadata/wait-for.ts";
import { checkOptionNames, type OptionNames } from "../util/check-option-names.ts";
import { systemClock } from "../util/clock.ts";
import { parseUrl, urlForMessage } from "../util/url.ts";
import { type FetchRequest, readFetchInput } from "./fetch-input.ts";
import {
  type AuthorizedFetchTargets,
  listOrigins,
  noOrigins,
  originOf,
  requireAllowed,
  wrongOption,
} from "./fetch-targets.ts";
import type { GetTokenOptions } from "./manager-options.ts";

/** A function that is called like `fetch`. */
export type FetchLike = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** What {@link createAuthorizedFetch} may be given. */
export interface AuthorizedFetchOptions<Token extends PresentableToken = PresentableToken>
  extends AuthorizedFetchTargets {
  /** Gives the token: the `getToken` of a manager. It is asked again, with `rejectedToken`, where a resource refuses the token; `undefined`: there is none. */
  readonly getToken: (options: GetTokenOptions) => Promise<Token | undefined>;
  /** A client that sends the requests, with its `fetch`, its DPoP key and its deadline. Left out: the options below. */
  readonly client?: ResourceClient<Token> | undefined;
  /** The key that the tokens are bound to. */
  readonly dpop?: DPoP | undefined;
  /** Performs the requests. Default: `globalThis.fetch`. */
  readonly fetch?: FetchFunction | undefined;
  /** Until the beginning of the answer, in milliseconds. Default 30000. */
  readonly timeoutMs?: number | undefined;
}

/** Sends requests with a token; `fetchResource` of `createClient` fits. */
export interface ResourceClient<Token> {
  readonly fetchResource: (token: Token, request: ResourceRequest) => Promise<Response>;
}

/**
 * Makes a `fetch` for an API: each request has the token, by the scheme of its type, and a proof where it is bound. A 401 with `invalid_token` is answered once with
 * another token, a demand for a nonce with another proof; no other answer is repeated, and no request whose body is a stream. A token goes to the allowed origins
 * only: redirects are followed within their origin, by GET and HEAD. Of `init`, `method`, `headers`, `body`, `signal` and `redirect` count. Answers come back unread.
 * The body of a `Request` is read into memory first.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for options that are wrong; of the function, before anything is sent, for a URL of another origin, and as
 * `fetchProtectedResource`
 * @throws VerificationError `ERR_VERIFICATION_TOKEN_MISSING` of the function, where there is no token
 * @throws ResponseError `ERR_RESPONSE_REDIRECT` of the function, for a redirect that is not followed
 * @see RFC 6750 §3.1
 * @see RFC 9449 §9
 */
export function createAuthorizedFetch<Token extends PresentableToken>(
  options: AuthorizedFetchOptions<Token>,
): FetchLike {
  checkOptionNames(options, optionNames, { of: "createAuthorizedFetch" });
  if (typeof options.getToken !== "function") throw wrongOption("getToken", "must be a function");
  if (listOrigins(options).size === 0) throw noOrigins();
  return createTargetedFetch(options);
}

/** Does what {@link createAuthorizedFetch} does, and looks for origins when it is called: a manager may have none to serve. */
export function createTargetedFetch<Token extends PresentableToken>(options: AuthorizedFetchOptions<Token>): FetchLike {
  const { getToken, client, maxRedirects = 3 } = options;
  const origins = listOrigins(options);
  const base = options.baseUrl === undefined ? undefined : String(options.baseUrl);
  const send: ResourceClient<Token>["fetchResource"] = client?.fetchResource ?? createSender(options);

  async function sendOnce(token: Token, request: FetchRequest, url: string): Promise<Response> {
    const { method, headers, body, signal } = request;
    return send(token, { url, method, headers, body, signal, redirect: "manual" });
  }

  return async (input, init) => {
    const request = await readFetchInput(input, init, base);
    const { signal } = request;
    let { url } = request;
    requireAllowed(url, origins);
    const first = await obtain(() => getToken({ signal }), signal);
    if (first === undefined) throw noToken();
    let token: Token = first;
    let isRenewed = !request.isReplayable;
    for (let redirects = 0; ; ) {
      const response = await sendOnce(token, request, url);
      if (!isRenewed && isTokenRefused(response)) {
        isRenewed = true;
        const other: Token | undefined = await replaceToken(getToken, token, signal);
        if (other === undefined) return response;
        discardBody(response);
        token = other;
        continue;
      }
      const target = redirects < maxRedirects ? findTarget(response, request, url) : undefined;
      if (target === undefined) {
        if (request.redirect !== "manual")
          refuseRedirect(response, { url, endpoint: `resource ${urlForMessage(url)}` });
        return response;
      }
      redirects += 1;
      discardBody(response);
      url = target;
    }
  };
}

/** Another token than the one that was refused. Where none can be had, the refusal is the answer; the events of the manager tell why. */
async function replaceToken<Token extends PresentableToken>(
  getToken: AuthorizedFetchOptions<Token>["getToken"],
  { response: { access_token } }: Token,
  signal: AbortSignal | undefined,
): Promise<Token | undefined> {
  try {
    const other = await obtain(() => getToken({ rejectedToken: access_token, signal }), signal);
    return other?.response.access_token === access_token ? undefined : other;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return undefined;
  }
}

/** Whoever gives the token may not look at the signal. */
function obtain<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return waitFor(Promise.resolve().then(work), signal);
}

function isTokenRefused(response: Response): boolean {
  if (response.status !== 401) return false;
  return readResourceChallenge(response)?.challenge.parameters.error === oauthErrors.invalidToken;
}

/** Where a redirect leads that may be followed: within the origin, and without sending anything twice. */
function findTarget(response: Response, { method, redirect }: FetchRequest, url: string): string | undefined {
  const location = response.headers.get("location");
  if (redirect !== "follow" || !followed.includes(response.status) || location === null) return undefined;
  if (response.redirected || !["GET", "HEAD"].includes(method.toUpperCase())) return undefined;
  const target = parseUrl(location, url);
  if (target === undefined || target.username !== "" || target.password !== "") return undefined;
  return originOf(target) !== undefined && target.origin === parseUrl(url)?.origin ? target.href : undefined;
}

function createSender({
  dpop,
  fetch,
  timeoutMs,
}: Pick<AuthorizedFetchOptions, "dpop" | "fetch" | "timeoutMs">): ResourceClient<PresentableToken>["fetchResource"] {
  return (token, request) => fetchProtectedResource({ dpop, fetch, timeoutMs, clock: systemClock }, token, request);
}

function noToken(): VerificationError {
  return new VerificationError("ERR_VERIFICATION_TOKEN_MISSING", {
    message: "There is no token to send: nobody is logged in, or the session has ended.",
    parameter: "getToken",
    specification: specification("rfc6750", "3.1"),
    remedy: "Start a login.",
  });
}

const followed: readonly number[] = [301, 302, 303, 307, 308];
const optionNames: OptionNames<AuthorizedFetchOptions> = {
  getToken: true,
  client: true,
  dpop: true,
  fetch: true,
  timeoutMs: true,
  baseUrl: true,
  allowedOrigins: true,
  maxRedirects: true,
};
