import type { EndpointRequest } from "../http/connection.ts";
import { readForm } from "../http/read-form.ts";
import { refuse } from "../http/refusal.ts";

/**
 * Reads the parameters of a request at the authorization endpoint: the query of a GET, the form of a POST. A parameter that is there twice is refused
 * before anything is looked at, because two readers could take two different values; `resource` alone may be repeated.
 * @throws ProtocolRefusal `invalid_request`: 405 for another method, 413 for too much, and as `readForm`
 * @see RFC 6749 §3.1
 */
export async function readAuthorizationParameters(request: EndpointRequest): Promise<URLSearchParams> {
  const parameters = await readAny(request);
  refuseRepeated(parameters);
  return parameters;
}

/**
 * Refuses a parameter that is there twice.
 * @throws ProtocolRefusal `invalid_request`
 * @see RFC 6749 §3.1
 */
export function refuseRepeated(parameters: URLSearchParams): void {
  const seen = new Set<string>();
  for (const name of parameters.keys()) {
    if (seen.has(name) && name !== "resource")
      throw refuse("invalid_request", "A parameter must not be repeated (RFC 6749, 3.1).");
    seen.add(name);
  }
}

async function readAny(request: EndpointRequest): Promise<URLSearchParams> {
  const { method, url } = request.raw;
  if (method === "POST") return readForm(request);
  // A HEAD request has no use for a code, and whoever prefetches should not get one.
  if (method !== "GET") {
    const headers = { Allow: "GET, POST" };
    throw refuse("invalid_request", { description: "The endpoint takes GET and POST only.", status: 405, headers });
  }
  const { searchParams } = new URL(url);
  if (url.length <= maxCharacters && searchParams.size <= maxParameters) return searchParams;
  throw refuse("invalid_request", { description: "The request is too large.", status: 413 });
}

const maxCharacters = 65_536;
const maxParameters = 1000;
