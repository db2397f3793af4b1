import { once } from "node:events";
import type { Server as HttpServer, IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Server as HttpsServer } from "node:https";
import { systemWait } from "../../util/wait.ts";
import type { Provider } from "../create-provider.ts";
import { type ConnectionTracker, trackConnections } from "./connection-tracker.ts";
import { createListener } from "./create-listener.ts";
import { createServer } from "./create-server.ts";
import { checkHealthPaths, readServeOptions, type ServeOptions, type SetServeOptions } from "./serve-options.ts";
import { serverUrl } from "./server-url.ts";

/** A provider that listens. */
export interface ServedProvider {
  /** Where it listens: `http://127.0.0.1:3000`. The URLs of the provider come from its issuer all the same. */
  readonly url: string;
  readonly port: number;
  readonly provider: Provider;
  /** That of the provider. */
  readonly issuer: string;
  /**
   * Stops accepting, lets requests in flight end within `shutdownTimeoutMs`, closes the provider (`closesProvider`), and then what `closes` lists. A store that was
   * given to the provider stays open unless it stands there: who opened it closes it. Every call gives the same promise.
   */
  readonly close: () => Promise<void>;
}

/** Makes the provider once it is known where it is served, such as `http://127.0.0.1:40123`: what an issuer can be in tests. */
export type ProviderMaker = (url: string) => Provider | Promise<Provider>;

/**
 * Serves a provider over HTTP or HTTPS: with limits on what a request may be and how long it may take, with the client's certificate, and with paths for health
 * checks. In place of a provider it takes a function that makes one, which is told the URL: with port 0 nobody knows it beforehand. It rejects where it can't listen.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used; `ERR_CONFIGURATION_KEY` for a key and a certificate that can't be used
 */
export async function serveProvider(source: Provider | ProviderMaker, options: ServeOptions): Promise<ServedProvider> {
  const set = readServeOptions(options);
  let closing: Promise<void> | undefined;
  const isStopping = (): boolean => closing !== undefined;
  const answerWith = (provider: Provider): RequestListener => {
    checkHealthPaths(set, provider.issuer);
    return createListener({ provider, set, isStopping });
  };
  let answer = typeof source === "function" ? answerNotYet : answerWith(source);
  const server = createServer((incoming, outgoing) => {
    connections.begin(incoming, outgoing);
    answer(incoming, outgoing);
  }, set);
  const connections = trackConnections(server);
  const port = await listen(server, set);
  const url = serverUrl(set, port);
  let provider: Provider;
  try {
    provider = typeof source === "function" ? await source(url) : source;
    if (provider !== source) answer = answerWith(provider);
  } catch (error) {
    await stop(server, connections, { shutdownDelayMs: 0, shutdownTimeoutMs: 0 });
    throw error;
  }
  const timer = set.sweepIntervalMs === 0 ? undefined : setInterval(() => sweep(provider), set.sweepIntervalMs);
  timer?.unref();
  return Object.freeze<ServedProvider>({
    port,
    url,
    provider,
    issuer: provider.issuer,
    close() {
      clearInterval(timer);
      closing ??= stop(server, connections, set).then(() => closeAll(provider, set));
      return closing;
    },
  });
}

/** While the provider is being made, it is as if it were not ready. */
function answerNotYet(_incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.writeHead(503, { "Retry-After": "1" }).end();
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
  { shutdownDelayMs, shutdownTimeoutMs }: Pick<SetServeOptions, "shutdownDelayMs" | "shutdownTimeoutMs">,
): Promise<void> {
  if (shutdownDelayMs > 0) await systemWait(shutdownDelayMs);
  const closed = once(server, "close");
  server.close();
  connections.drain();
  const timer = setTimeout(connections.destroy, shutdownTimeoutMs);
  await closed;
  clearTimeout(timer);
}

/** The provider first, because it has work to end; what fails to close keeps nothing else from it. */
async function closeAll(provider: Provider, { closesProvider, closes = [] }: SetServeOptions): Promise<void> {
  const ended: PromiseSettledResult<unknown>[] = await Promise.allSettled([
    closesProvider ? provider.close() : undefined,
  ]);
  ended.push(...(await Promise.allSettled(closes.map(async (each) => each.close()))));
  for (const each of ended) if (each.status === "rejected") throw each.reason;
}

/** The guard of the store reports what fails; the next time tries again. */
function sweep(provider: Provider): void {
  provider.sweep().catch(() => undefined);
  provider.deliver().catch(() => undefined);
}
