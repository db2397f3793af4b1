import { once } from "node:events";
import type { Server as HttpServer } from "node:http";
import type { Server as HttpsServer } from "node:https";
import { systemWait } from "../../util/wait.ts";
import type { Provider } from "../create-provider.ts";
import { type ConnectionTracker, trackConnections } from "./connection-tracker.ts";
import { createListener } from "./create-listener.ts";
import { createServer } from "./create-server.ts";
import { readServeOptions, type ServeOptions, type SetServeOptions } from "./serve-options.ts";

/** A provider that listens. */
export interface ServedProvider {
  /** Where it listens: `http://127.0.0.1:3000`. The URLs of the provider come from its issuer all the same. */
  readonly url: string;
  readonly port: number;
  /** Stops accepting, lets requests in flight end within `shutdownTimeoutMs`, and closes the provider. Every call gives the same promise. */
  readonly close: () => Promise<void>;
}

/**
 * Serves a provider over HTTP or HTTPS: with limits on what a request may be and how long it may take, with the client's certificate, and with paths for health
 * checks. It rejects where it can't listen.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used; `ERR_CONFIGURATION_KEY` for a key and a certificate that can't be used
 */
export async function serveProvider(provider: Provider, options: ServeOptions): Promise<ServedProvider> {
  const set = readServeOptions(options, provider.issuer);
  let closing: Promise<void> | undefined;
  const answer = createListener({ provider, set, isStopping: () => closing !== undefined });
  const server = createServer((incoming, outgoing) => {
    connections.begin(incoming, outgoing);
    answer(incoming, outgoing);
  }, set);
  const connections = trackConnections(server);
  const port = await listen(server, set);
  const timer = set.sweepIntervalMs === 0 ? undefined : setInterval(() => sweep(provider), set.sweepIntervalMs);
  timer?.unref();
  return Object.freeze<ServedProvider>({
    port,
    url: urlOf(set, port),
    close() {
      clearInterval(timer);
      closing ??= stop(server, connections, set).then(() => (set.closesProvider ? provider.close() : undefined));
      return closing;
    },
  });
}

async function listen(server: HttpServer | HttpsServer, { port, hostname }: SetServeOptions): Promise<number> {
  server.listen(port, hostname);
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

async function stop(
  server: HttpServer | HttpsServer,
  connections: ConnectionTracker,
  { shutdownDelayMs, shutdownTimeoutMs }: SetServeOptions,
): Promise<void> {
  if (shutdownDelayMs > 0) await systemWait(shutdownDelayMs);
  const closed = once(server, "close");
  server.close();
  connections.drain();
  const timer = setTimeout(connections.destroy, shutdownTimeoutMs);
  await closed;
  clearTimeout(timer);
}

/** The guard of the store reports what fails; the next sweep tries again. */
function sweep(provider: Provider): void {
  provider.sweep().catch(() => undefined);
}

function urlOf({ tls, hostname }: SetServeOptions, port: number): string {
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  return `${tls === undefined ? "http" : "https"}://${host}:${port}`;
}
