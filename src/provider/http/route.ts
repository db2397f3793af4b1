import type { ProviderContext } from "../context.ts";
import type { ProviderOptions } from "../options.ts";
import type { EndpointRequest } from "./connection.ts";

/** What a route is for: decides its header fields, who may call it from a page, and how its errors look. */
export type RouteKind =
  /** Called by applications: JSON, errors as JSON. */
  | "endpoint"
  /** Public data that any page may read. */
  | "document"
  /** Looked at by a person: HTML, errors as a page. */
  | "page";

/** One path of the provider. */
export interface Route {
  /** Path below the issuer, with parameters as `:name`. */
  readonly path: string;
  readonly methods: readonly ("GET" | "POST" | "PUT" | "DELETE" | "PATCH")[];
  readonly kind: RouteKind;
  /** Member of the metadata that publishes its URL. */
  readonly metadata?: string | undefined;
  /** Whether it is there at all with these options; left out: it is. One that is not is neither answered nor published. */
  readonly isOffered?: ((options: ProviderOptions) => boolean) | undefined;
  readonly handle: (context: ProviderContext, request: EndpointRequest) => Promise<Response>;
}
