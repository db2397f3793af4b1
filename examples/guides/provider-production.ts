import { combineStores, createProvider } from "ts-identity-model/provider";
import { createProviderMetrics, type ProviderMetrics } from "ts-identity-model/provider/metrics";
import { type ServedProvider, serveProvider } from "ts-identity-model/provider/node";
import { createRedisStore } from "ts-identity-model/provider/redis";
import { createPostgresStore, type SqlStore } from "ts-identity-model/provider/sql";

/** What differs between one place and another: from your configuration, secrets from where you keep secrets. */
export interface Settings {
  readonly postgres: string;
  readonly redis: string;
  /** 32 octets as base64url: `openssl rand 32 | basenc --base64url | tr -d =` */
  readonly keyEncryptionKey: string;
  readonly webSecret: string;
  readonly port: number;
}

/** A step of the deployment, before the new version starts. */
export const openDatabase = ({ postgres }: Settings): SqlStore =>
  createPostgresStore({ connectionString: postgres, migrate: "check" });

/** What runs. */
export interface Running {
  readonly served: ServedProvider;
  readonly metrics: ProviderMetrics;
  readonly close: () => Promise<void>;
}

export async function start(settings: Settings): Promise<Running> {
  const { redis, keyEncryptionKey, webSecret, port } = settings;
  const store = combineStores({ durable: openDatabase(settings), shortLived: createRedisStore({ url: redis }) });
  const metrics = createProviderMetrics();
  const provider = createProvider({
    issuer: "https://id.example.com",
    store,
    keys: { encryption: { key: keyEncryptionKey } },
    clients: [{ client_id: "web", client_secret: webSecret, redirect_uris: ["https://app.example.com/callback"] }],
    onEvent: metrics.onEvent,
  });
  const served = await serveProvider(provider, { port, hostname: "0.0.0.0", trustedProxies: 1, shutdownDelayMs: 5000 });
  const close = () => served.close().then(() => store.close());
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, close);
  return { served, metrics, close };
}
