import { createAdmin, type ProviderAdmin } from "./admin/create-admin.ts";
import type { ProviderContext } from "./context.ts";
import { createProviderContext } from "./create-context.ts";
import { sendDueDeliveries } from "./deliveries/outbox.ts";
import type { Connection } from "./http/connection.ts";
import { toPlatformResponse } from "./http/light-response.ts";
import type { KeyManagement } from "./keys/signing-keys.ts";
import { createReadinessCheck, type Readiness } from "./observability/readiness.ts";
import type { ProviderOptions } from "./options.ts";
import { createRouter } from "./router.ts";

/** An authorization server and OpenID provider. */
export interface Provider {
  readonly issuer: string;
  /**
   * Answers a request like `fetch` would, without a network: it never rejects, and takes a `Request`, or a URL and what goes with it. A client made with
   * `fetch: provider.fetch` talks to the provider in memory.
   */
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  /** Answers a request that came over a connection: what `ts-identity-model/provider/node` calls. No header field of the request says what the connection does. */
  readonly handle: (request: Request, connection: Connection) => Promise<Response>;
  /** The administration as functions: whoever calls them is trusted. The option `admin` offers them over HTTP. */
  readonly admin: ProviderAdmin;
  /** The provider's own keys. */
  readonly keys: KeyManagement;
  /** Whether it can serve: the store answers, and there are keys to sign with. It never rejects. */
  readonly checkReadiness: () => Promise<Readiness>;
  /** Removes what the store may forget, a limited number of rows, and gives how many: for a timer or a job. Writes do it as well (`storage.sweepEveryWrites`). */
  readonly sweep: () => Promise<number>;
  /**
   * Takes what is to be told to clients and is due, such as logouts that a process left behind when it died, and sends it beside the requests; gives how many were
   * begun. For a timer or a job; the end of a session does it as well.
   */
  readonly deliver: () => Promise<number>;
  /**
   * Waits up to ten seconds for work that goes on beside the requests, such as logout deliveries, and leaves what is not done to other processes. It closes the store
   * that it made itself; one that was given (`store`) stays open, because others may work with it: call its own `close` afterwards.
   */
  readonly close: () => Promise<void>;
}

/**
 * Creates a provider. It needs no server and no database to begin with.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used; `ERR_CONFIGURATION_INSECURE_URL` for an issuer without TLS
 * @throws ValidationError `ERR_VALIDATION_METADATA` with every problem of a client's metadata
 */
export function createProvider(options: ProviderOptions): Provider {
  return openProvider(createProviderContext(options), options.store === undefined);
}

/** Makes the provider of a context; `ownsStore`: it closes the store when it is closed. */
export function openProvider(context: ProviderContext, ownsStore: boolean): Provider {
  const router = createRouter(context);
  const handle = async (request: Request, connection: Connection): Promise<Response> => {
    const response = await router.fetch(request, { connection });
    return connection.takesLightResponses === true ? response : toPlatformResponse(response);
  };
  return Object.freeze<Provider>({
    issuer: context.issuer,
    fetch: (input, init) =>
      handle(input instanceof Request && init === undefined ? input : new Request(input, init), {}),
    handle,
    admin: createAdmin(context),
    keys: manageKeys(context.keys),
    checkReadiness: createReadinessCheck(context),
    sweep: context.sweep,
    deliver: () => sendDueDeliveries(context),
    async close() {
      context.logout.hurry();
      await context.lifecycle.settle(settleTimeoutMs);
      if (ownsStore) await context.store.close();
    },
  });
}

/** What an operator may do, and nothing that signs. */
function manageKeys({ ready, list, rotate, withdraw }: KeyManagement): KeyManagement {
  return Object.freeze<KeyManagement>({ ready, list, rotate, withdraw });
}

const settleTimeoutMs = 10_000;
