import { type EndpointName, type ExchangeContext, requireEndpoint } from "./context.ts";

/** What decides over the URL of an endpoint. */
export type EndpointContext = Pick<ExchangeContext, "metadata" | "auth" | "useMtlsEndpointAliases">;

/**
 * The URL of an endpoint that the client calls itself: the server's alias for mutual TLS where the client presents a
 * certificate and the server publishes one, else the endpoint's own. A client presents one to authenticate, or
 * because its tokens are bound to it. The browser is never sent to an alias, and the audience of a client assertion stays
 * the endpoint's own URL.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_METADATA_MISSING` when the server publishes neither
 * @see RFC 8705 §5
 * @see FAPI 2.0 Security Profile §5.2.2.1.1
 */
export function requireDirectEndpoint(context: EndpointContext, name: EndpointName): string {
  const { metadata, auth, useMtlsEndpointAliases } = context;
  const alias = metadata.mtls_endpoint_aliases?.[name];
  const presentsCertificate = useMtlsEndpointAliases || auth.usesMutualTls === true;
  return presentsCertificate && typeof alias === "string" ? alias : requireEndpoint(metadata, name);
}
