/** A request that reached the provider. It is kept as it came, secrets included: they are those of a test. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  /** Name of the endpoint in the metadata, such as `token_endpoint`; `metadata` for these themselves; `undefined` for pages. */
  readonly endpoint: string | undefined;
  /** Header fields by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body's parameters, where it is a form: the last of each name. */
  readonly form: Readonly<Record<string, string>>;
}

/** Describes a request; its body stays unread. */
export async function recordRequest(request: Request, endpoint: string | undefined): Promise<RecordedRequest> {
  const headers = Object.fromEntries(request.headers);
  const body = await request.clone().text();
  const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  const form = isForm ? Object.fromEntries(new URLSearchParams(body)) : {};
  return Object.freeze({ method: request.method, url: request.url, endpoint, headers, body, form });
}

/** Names the endpoint that a URL is that of. */
export function findEndpoint(url: string, endpoints: ReadonlyMap<string, string>): string | undefined {
  const { origin, pathname } = new URL(url);
  return endpoints.get(`${origin}${pathname}`);
}

/** The endpoints of a provider by their URLs. */
export function listEndpoints(metadata: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const issuer = new URL(String(metadata.issuer));
  const path = issuer.pathname === "/" ? "" : issuer.pathname;
  const named = Object.entries(metadata).flatMap(([name, url]): readonly (readonly [string, string])[] =>
    /_endpoint$|^jwks_uri$/.test(name) && typeof url === "string" ? [[url, name]] : [],
  );
  return new Map([
    ...named,
    [`${metadata.issuer}/.well-known/openid-configuration`, "metadata"],
    [`${issuer.origin}/.well-known/oauth-authorization-server${path}`, "metadata"],
  ]);
}
