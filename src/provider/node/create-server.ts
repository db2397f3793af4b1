import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer, type Server as HttpsServer } from "node:https";
import { ConfigurationError } from "../../errors/families.ts";
import type { SetServeOptions, TlsOptions } from "./serve-options.ts";

/**
 * Creates the server with its limits, not yet listening.
 * @throws ConfigurationError `ERR_CONFIGURATION_KEY` for a key and a certificate that can't be used
 */
export function createServer(listener: RequestListener, set: SetServeOptions): HttpServer | HttpsServer {
  const { tls, maxHeaderBytes, headersTimeoutMs, requestTimeoutMs, keepAliveTimeoutMs } = set;
  const limits = {
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    connectionsCheckingInterval: Math.max(50, Math.min(headersTimeoutMs, 5000) / 2),
    // The length of a body can be believed only where the parser is strict about it.
    insecureHTTPParser: false,
  };
  const server = tls === undefined ? createHttpServer(limits, listener) : createTlsServer(listener, tls, limits);
  if (set.maxConnections !== undefined) server.maxConnections = set.maxConnections;
  return server;
}

function createTlsServer(
  listener: RequestListener,
  { key, cert, passphrase, ca, requestCert = false, minVersion = "TLSv1.2" }: TlsOptions,
  limits: { readonly headersTimeout: number },
): HttpsServer {
  const authorities = typeof ca === "string" || ca instanceof Uint8Array ? [ca] : ca;
  const options = {
    ...limits,
    key: asPem(key),
    cert: asPem(cert),
    passphrase,
    ca: authorities?.map(asPem),
    requestCert,
    // Whether its chain must be trusted is up to how the client is registered.
    rejectUnauthorized: false,
    minVersion,
    handshakeTimeout: limits.headersTimeout,
  };
  try {
    const server = createHttpsServer(options, listener);
    // A certificate belongs to a connection for as long as that lasts.
    return server.on("secureConnection", (socket) => socket.disableRenegotiation());
  } catch (cause) {
    throw new ConfigurationError("ERR_CONFIGURATION_KEY", {
      message: "The key and the certificate of tls can't be used together.",
      parameter: "tls",
      remedy: "Give both as PEM, and the passphrase where the key has one.",
      cause,
    });
  }
}

function asPem(text: string | Uint8Array): string {
  return typeof text === "string" ? text : new TextDecoder().decode(text);
}
