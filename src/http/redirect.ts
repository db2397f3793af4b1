import { ResponseError } from "../errors/families.ts";
import { parseUrl, urlForMessage } from "../util/url.ts";

/**
 * Refuses an answer that redirects, or that a `fetch` option fetched by following redirects: a request may carry
 * credentials and its answer may carry keys, so neither may move to a place nobody configured.
 * @throws ResponseError `ERR_RESPONSE_REDIRECT` naming the target without its query
 * @see RFC 9700 §4.12
 */
export function refuseRedirect(response: Response, request: { readonly url: string; readonly endpoint: string }): void {
  const { status } = response;
  const message = findRedirect(response, request.url);
  if (message === undefined) return;
  const remedy = response.redirected
    ? 'Pass the init on to fetch as it is: it says redirect: "manual".'
    : "If that is the right place, configure its URL, or the issuer whose metadata names it.";
  throw new ResponseError("ERR_RESPONSE_REDIRECT", { message, remedy, status, endpoint: request.endpoint });
}

function findRedirect(response: Response, url: string): string | undefined {
  const { status } = response;
  if (response.redirected)
    return `The fetch option followed a redirect to ${urlForMessage(response.url)}, which protocol requests must not do.`;
  if (response.type === "opaqueredirect")
    return "The server redirects, which is not followed. The browser does not tell where to.";
  if (!redirectStatuses.includes(status)) return undefined;
  const location = response.headers.get("location");
  const target = location === null ? undefined : parseUrl(location, url);
  return `The server answered ${status} with a redirect to ${describeTarget(location, target)}, which is not followed.`;
}

function describeTarget(location: string | null, target: URL | undefined): string {
  if (location === null) return "nowhere (no Location field)";
  return target === undefined ? "something that is no URL" : urlForMessage(target);
}

/** Of the 3xx statuses, those that send elsewhere; 304, say, is an answer like any other wrong one. */
const redirectStatuses: readonly number[] = [300, 301, 302, 303, 305, 306, 307, 308];
