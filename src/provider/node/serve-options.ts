import { ConfigurationError } from "../../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";
import { checkWholeNumber } from "../check-whole-number.ts";
import { apiRoutes } from "../endpoints/api-document.ts";
import { routes } from "../endpoints/routes.ts";

/** A server's side of TLS. Texts are PEM. */
export interface TlsOptions {
  readonly key: string | Uint8Array;
  readonly cert: string | Uint8Array;
  readonly passphrase?: string | undefined;
  /** Authorities of client certificates. A certificate of another is passed on as one that is not trusted, for clients that register their own. */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[] | undefined;
  /** Whether clients are asked for a certificate (RFC 8705). None has to have one. Default `false`. */
  readonly requestCert?: boolean | undefined;
  /** Default `TLSv1.2`. */
  readonly minVersion?: "TLSv1.2" | "TLSv1.3" | undefined;
}

/** How a provider is served. Times are in milliseconds. */
export interface ServeOptions {
  /** 0: one that is free. */
  readonly port: number;
  /** Address to listen on. Default `127.0.0.1`. */
  readonly hostname?: string | undefined;
  /** Left out: plain HTTP, behind a proxy that ends TLS. */
  readonly tls?: TlsOptions | undefined;
  /**
   * How many proxies of one's own a request has come through. So many entries of `X-Forwarded-For` are believed, from the end, and the header field of the provider's
   * `clientAuthentication.certificateHeader`. Default 0: none is.
   */
  readonly trustedProxies?: number | undefined;
  /** Largest head of a request. Default 32768 bytes. */
  readonly maxHeaderBytes?: number | undefined;
  /** How long the head of a request may take. Default 10000. */
  readonly headersTimeoutMs?: number | undefined;
  /** How long a whole request may take to arrive. Default 30000. */
  readonly requestTimeoutMs?: number | undefined;
  /** How long a connection stays open without a request. Longer than that of the proxy before it. Default 5000. */
  readonly keepAliveTimeoutMs?: number | undefined;
  /** Most connections at a time; further ones are closed. Default: no limit. */
  readonly maxConnections?: number | undefined;
  /** How long requests in flight may take when the server closes. Default 10000. */
  readonly shutdownTimeoutMs?: number | undefined;
  /** For how long the server goes on accepting when it closes while it says that it is not ready, so that balancers turn away. Default 0. */
  readonly shutdownDelayMs?: number | undefined;
  /** Path that answers as long as the process does. Default `/health`; `false`: none. */
  readonly healthPath?: string | false | undefined;
  /** Path that answers 200 while the provider can serve, and 503 otherwise. Default `/ready`; `false`: none. */
  readonly readyPath?: string | false | undefined;
  /** How often the store is swept. Default 60000; 0: never. */
  readonly sweepIntervalMs?: number | undefined;
  /** Whether closing the server closes the provider. Default `true`. */
  readonly closesProvider?: boolean | undefined;
  /** What is closed after the provider: the store that was given to it, pools. `closes: [store]`. Default: nothing, because others may work with it. */
  readonly closes?: readonly { readonly close: () => unknown }[] | undefined;
}

/** The same, with nothing left open that has a default. */
export type SetServeOptions = Pick<ServeOptions, Unset> & {
  readonly [Name in Exclude<keyof ServeOptions, Unset>]-?: Exclude<ServeOptions[Name], undefined>;
};

type Unset = "tls" | "closes" | "maxConnections";

/**
 * Checks the options of a server and fills in what is left out.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used
 */
export function readServeOptions(options: ServeOptions): SetServeOptions {
  checkOptionNames(options, optionNames, { of: "serveProvider" });
  if (options.tls !== undefined) checkOptionNames(options.tls, tlsNames, { of: "serveProvider", at: "tls" });
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const set: SetServeOptions = { ...defaults, port: options.port, ...Object.fromEntries(given) };
  for (const [name, least] of Object.entries(numbers)) checkWholeNumber(name, Reflect.get(set, name), { least });
  const { closes = [] } = set;
  if (!Array.isArray(closes) || !closes.every((each) => typeof Object(each).close === "function"))
    throw wrong("closes", "must list things with a function close");
  if (set.maxConnections !== undefined) checkWholeNumber("maxConnections", set.maxConnections, { least: 1 });
  if (set.port > 65_535) throw wrong("port", "must be 65535 or less");
  if (set.headersTimeoutMs > set.requestTimeoutMs)
    throw wrong("headersTimeoutMs", "must not be longer than requestTimeoutMs");
  return set;
}

/**
 * Checks that the paths for health checks hide none of the provider's.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for one that does
 */
export function checkHealthPaths({ healthPath, readyPath }: SetServeOptions, issuer: string): void {
  const base = new URL(issuer).pathname.replace(/\/$/, "");
  for (const [name, path] of Object.entries({ healthPath, readyPath })) {
    if (path === false) continue;
    if (typeof path !== "string" || !/^\/[\w./-]+$/.test(path)) throw wrong(name, "must be a path such as /health");
    if (isTaken(path, base)) throw wrong(name, "is a path of the provider");
  }
  if (healthPath !== false && healthPath === readyPath) throw wrong("readyPath", "must differ from healthPath");
}

function isTaken(path: string, base: string): boolean {
  if (path.startsWith("/.well-known/")) return true;
  if (!path.startsWith(`${base}/`)) return false;
  const own = path.slice(base.length);
  return own.startsWith("/.well-known/") || [...routes, ...apiRoutes].some((route) => matches(route.path, own));
}

/** Whether a path is one of a route: its parameters stand for anything. */
function matches(template: string, path: string): boolean {
  const parts = path.split("/");
  const wanted = template.split("/");
  return parts.length === wanted.length && wanted.every((part, at) => part.startsWith(":") || part === parts[at]);
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const defaults = {
  hostname: "127.0.0.1",
  trustedProxies: 0,
  maxHeaderBytes: 32_768,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 5000,
  shutdownTimeoutMs: 10_000,
  shutdownDelayMs: 0,
  healthPath: "/health",
  readyPath: "/ready",
  sweepIntervalMs: 60_000,
  closesProvider: true,
} as const;

/** Options that are whole numbers, with the least of each. */
const numbers: Readonly<Record<string, number>> = {
  port: 0,
  trustedProxies: 0,
  maxHeaderBytes: 1024,
  headersTimeoutMs: 1,
  requestTimeoutMs: 1,
  keepAliveTimeoutMs: 1,
  shutdownTimeoutMs: 0,
  shutdownDelayMs: 0,
  sweepIntervalMs: 0,
};

const tlsNames: OptionNames<TlsOptions> = {
  key: true,
  cert: true,
  passphrase: true,
  ca: true,
  requestCert: true,
  minVersion: true,
};

const optionNames: OptionNames<ServeOptions> = {
  port: true,
  hostname: true,
  tls: true,
  trustedProxies: true,
  maxHeaderBytes: true,
  headersTimeoutMs: true,
  requestTimeoutMs: true,
  keepAliveTimeoutMs: true,
  maxConnections: true,
  shutdownTimeoutMs: true,
  shutdownDelayMs: true,
  healthPath: true,
  readyPath: true,
  sweepIntervalMs: true,
  closesProvider: true,
  closes: true,
};
