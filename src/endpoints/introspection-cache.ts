import type { IntrospectionRequest } from "../../generated/messages/introspection-request.ts";
import { ConfigurationError } from "../errors/families.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import type { Http } from "../http/openapi-client.ts";
import { sha256Base64url } from "../jose/hash.ts";
import type { SharedCache, SharedResult } from "../metadata/shared-call.ts";
import { waitFor } from "../metadata/wait-for.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { createSingleFlight } from "../util/single-flight.ts";
import {
  fetchIntrospection,
  formatOf,
  type Introspection,
  type IntrospectionOptions,
  readIntrospectionResponse,
} from "./introspection.ts";

/** How many answers are kept, and for how long. */
export interface IntrospectionCacheOptions {
  /** Most answers of each kind, good and not good, that are kept; the one unused for longest goes first. Default 1000. */
  readonly maxEntries?: number | undefined;
  /** How long a token counts as good without asking again, in seconds; never beyond its `exp`. A revocation is noticed so much later. Default 60. */
  readonly maxAgeSeconds?: number | undefined;
  /** How long a token counts as not good without asking again, in seconds. Default 10; 0 keeps none. */
  readonly negativeSeconds?: number | undefined;
  /** A second level behind the memory of this process: `createSharedCache({ store })`. It holds the answers whole. Default: none. */
  readonly shared?: SharedCache | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
}

/** Answers about tokens, kept for a while. */
export interface IntrospectionCache {
  /** The answer from memory, else from the server, asked once for all callers; a caller's `signal` ends that caller's wait only. */
  readonly introspect: (
    context: ExchangeContext,
    message: IntrospectionRequest,
    options?: IntrospectionOptions,
  ) => Promise<Introspection>;
  /** The answer from memory; `undefined` where it has none. The server is not asked. */
  readonly recall: (
    context: ExchangeContext,
    message: IntrospectionRequest,
    options?: IntrospectionOptions,
  ) => Promise<Introspection | undefined>;
  /** Forgets everything in the memory of this process; what is shared stays until it has grown old. */
  readonly clear: () => void;
}

/**
 * Creates a cache of introspection responses. Tokens are not in it: the key is a digest over the token, its hint, the server, who
 * asks and how. Errors are not kept. Answers about tokens that are not good have room of their own, so that invented tokens push out no good ones.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 * @see RFC 7662 §4
 */
export function createIntrospectionCache(options: IntrospectionCacheOptions = {}): IntrospectionCache {
  const { maxEntries = 1000, maxAgeSeconds = 60, negativeSeconds = 10, shared, clock = systemClock } = options;
  checkCount("maxEntries", maxEntries, 1);
  checkCount("maxAgeSeconds", maxAgeSeconds, 0);
  checkCount("negativeSeconds", negativeSeconds, 0);
  const good = createStore(maxEntries, clock);
  const bad = createStore(maxEntries, clock);
  const flight = createSingleFlight<Introspection>({ isRepeatable: true });
  let generation = 0;

  /** How long an answer counts, from the time on that it came. */
  function lifetimeMs(introspection: Introspection, fetchedAtMs: number): number {
    if (!introspection.active) return negativeSeconds * 1000;
    const expiry = introspection.exp === undefined ? Infinity : introspection.exp * 1000;
    return Math.min(maxAgeSeconds * 1000, expiry - fetchedAtMs);
  }

  function keep(key: string, introspection: Introspection, fetchedAtMs: number): void {
    const store = introspection.active ? good : bad;
    store.set(key, introspection, fetchedAtMs + lifetimeMs(introspection, fetchedAtMs));
  }

  async function ask({ key, context, message, call }: Question): Promise<SharedResult<Introspection>> {
    const run = (http: Http): Promise<Introspection> => fetchIntrospection({ ...context, http }, message, call);
    if (shared === undefined) return { value: await run(context.http) };
    return shared.load({
      document: "introspection",
      issuer: context.metadata.issuer,
      key: [key, context.auth.method],
      http: context.http,
      run,
      read: (answer) => readIntrospectionResponse(withoutExchanges(context), answer, call),
      lifetimeOf: (introspection, fetchedAtMs) => {
        const usableMs = lifetimeMs(introspection, fetchedAtMs);
        return { freshMs: usableMs, usableMs };
      },
    });
  }

  return Object.freeze({
    async recall(context: ExchangeContext, message: IntrospectionRequest, call: IntrospectionOptions = {}) {
      const key = await keyOf(context, message, call);
      return good.get(key) ?? bad.get(key);
    },
    async introspect(context: ExchangeContext, message: IntrospectionRequest, call: IntrospectionOptions = {}) {
      const key = await keyOf(context, message, call);
      const known = good.get(key) ?? bad.get(key);
      if (known !== undefined) return known;
      const { signal, ...joint } = call;
      const startedIn = generation;
      const work = flight.run(`${generation} ${key}`, async () => {
        const { value, fetchedAtMs = clock() } = await ask({ key, context, message, call: joint });
        if (startedIn === generation) keep(key, value, fetchedAtMs);
        return value;
      });
      return waitFor(work, signal);
    },
    clear() {
      generation += 1;
      good.clear();
      bad.clear();
    },
  });
}

interface Question {
  readonly key: string;
  readonly context: ExchangeContext;
  readonly message: IntrospectionRequest;
  readonly call: IntrospectionOptions;
}

/** Where no call is made, none is told of; what was tolerated is. */
function withoutExchanges(context: ExchangeContext): ExchangeContext {
  const { report } = context;
  return { ...context, report: (event) => (event.type === "exchange" ? undefined : report?.(event)) };
}

/** Everything that the answer depends on; nothing of it can be read back. */
function keyOf(context: ExchangeContext, message: IntrospectionRequest, call: IntrospectionOptions): Promise<string> {
  const { metadata, clientId } = context;
  const asked = [metadata.issuer, metadata.introspection_endpoint, clientId, formatOf(context, call)];
  const { audience, accessToken, extra = {} } = call;
  const names = Object.keys(extra).sort();
  return sha256Base64url(
    JSON.stringify([
      ...asked,
      audience,
      accessToken,
      message.token,
      message.token_type_hint,
      names.map((name) => [name, extra[name]]),
    ]),
  );
}

interface Entry {
  readonly introspection: Introspection;
  readonly storedAt: number;
  readonly expiresAt: number;
}

interface Store {
  readonly get: (key: string) => Introspection | undefined;
  readonly set: (key: string, introspection: Introspection, expiresAt: number) => void;
  readonly clear: () => void;
}

/** At most `maxEntries`, in the order of their last use. A clock that went back ends entries early. */
function createStore(maxEntries: number, clock: Clock): Store {
  const entries = new Map<string, Entry>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      const now = clock();
      if (now < entry.storedAt || now >= entry.expiresAt) return undefined;
      entries.set(key, entry);
      return entry.introspection;
    },
    set(key, introspection, expiresAt) {
      const storedAt = clock();
      if (expiresAt <= storedAt) return;
      entries.delete(key);
      const [oldest] = entries.keys();
      if (entries.size >= maxEntries && oldest !== undefined) entries.delete(oldest);
      entries.set(key, { introspection, storedAt, expiresAt });
    },
    clear: () => entries.clear(),
  };
}

function checkCount(parameter: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `${parameter} must be a whole number, ${least} or more.`,
    parameter,
  });
}
