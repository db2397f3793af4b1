import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import type { ConfiguredClient } from "../provider/clients/registered-client.ts";
import type { ProviderContext } from "../provider/context.ts";
import { createProviderContext } from "../provider/create-context.ts";
import { openProvider, type Provider } from "../provider/create-provider.ts";
import { tellLie } from "./hostile/hostile-answers.ts";
import type { HostileMutationName, TellableMutation } from "./hostile/hostile-mutations.ts";
import { requireAnswerMutation } from "./hostile/mutate.ts";
import { createPlannedFailures, type FailureOptions, failAsPlanned, type TestFailure } from "./planned-failure.ts";
import { findEndpoint, listEndpoints, type RecordedRequest, recordRequest } from "./recorded-request.ts";
import { createTestClock, type TestClock } from "./test-clock.ts";
import type { TestFetch } from "./test-fetch.ts";
import {
  describeTestProvider,
  type TestAccount,
  type TestProviderOptions,
  type TestSetup,
} from "./test-provider-options.ts";
import { signInAs, type TestSignInOptions } from "./test-sign-in.ts";
import { createContextSigner, makeTokenFor, type TokenForOptions } from "./token-for.ts";

/** How keys are rotated. */
export interface RotateKeysOptions {
  /** Whether the old keys vanish at once, as after a theft. Default `false`: they stay published, and the clock goes on by 17 minutes, until the new ones sign. */
  readonly abruptly?: boolean | undefined;
}

/** An OpenID provider in memory for tests. It does what the real one does; what a test has to bring about is in the members besides `fetch`. */
export interface TestProvider {
  readonly issuer: string;
  /** Answers like the network would: for the option `fetch` of what is tested. */
  readonly fetch: TestFetch;
  /** The registration of the client, secret included: for the option `client` of `createClient`. */
  readonly client: ConfiguredClient;
  readonly accounts: readonly TestAccount[];
  /** The provider's clock; what is tested should be given it too. */
  readonly clock: TestClock;
  /** All requests so far, those of `signIn` included. */
  readonly requests: readonly RecordedRequest[];
  readonly metadata: AuthorizationServerMetadata;
  /** The provider itself, for its administration. */
  readonly provider: Provider;
  /**
   * Signs a person in by the pages, and gives the URL that the application is sent back to.
   * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a URL that is not the provider's, an account that there is not, and a `deny` that nobody asked for;
   * Error with what the page says that the sign-in ended at
   */
  readonly signIn: (authorizationUrl: string | URL, options?: TestSignInOptions) => Promise<string>;
  /**
   * Makes a token at will, without a login: signed with the provider's keys, and known to its introspection.
   * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used, such as a lie that has no place in this kind of token
   */
  readonly tokenFor: (options?: TokenForOptions) => Promise<string>;
  /** Puts new keys in the place of those that sign. */
  readonly rotateKeys: (options?: RotateKeysOptions) => Promise<void>;
  /**
   * Makes the next answers of an endpoint fail. Endpoints have the names of the metadata, such as `token_endpoint` and `jwks_uri`; `metadata` are these themselves.
   * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an endpoint that the provider does not have, and for a failure that can't happen
   */
  readonly fail: (endpoint: string, how: TestFailure, options?: FailureOptions) => void;
  /**
   * Tells a lie from now on, wherever there is a place for it; `undefined`: is honest again. What is tested keeps metadata and keys: lies in them need a new client.
   * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a name that is none, and for lies in access tokens, which `tokenFor` tells
   */
  readonly lie: (name: HostileMutationName | undefined) => void;
  /** Forgets requests, failures that are still to come, and the lie; sessions, tokens and keys stay. */
  readonly reset: () => void;
  readonly close: () => Promise<void>;
}

/**
 * Creates an OpenID provider in memory, with a client, a person and a clock: `createTestProvider()` is enough for a login. It needs the package `hono`, as the provider
 * does.
 *
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that can't be used, and for an issuer that may be a real one
 * @throws ValidationError `ERR_VALIDATION_METADATA` with every problem of a client's metadata
 */
export function createTestProvider(given: TestProviderOptions = {}): TestProvider {
  const clock = given.clock ?? createTestClock();
  const setup = describeTestProvider(given, clock);
  const context = createProviderContext(setup.options);
  const provider = openProvider(context, true);
  const metadata = context.metadata();
  const endpoints = listEndpoints(metadata);
  const failures = createPlannedFailures([...new Set(endpoints.values())]);
  const requests: RecordedRequest[] = [];
  let lie: TellableMutation | undefined;

  const fetch: TestFetch = async (input, init) => {
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    request.signal.throwIfAborted();
    const endpoint = findEndpoint(request.url, endpoints);
    requests.push(await recordRequest(request, endpoint));
    const how = endpoint === undefined ? undefined : failures.take(endpoint);
    const honest = (): Promise<Response> => provider.fetch(request);
    const response = await (how === undefined ? honest() : failAsPlanned(how, honest, init?.signal ?? request.signal));
    return lie === undefined ? response : tellLie(response, lie, createContextSigner(context));
  };
  return Object.freeze<TestProvider>({
    issuer: context.issuer,
    fetch,
    client: setup.client,
    accounts: setup.accounts,
    clock,
    requests,
    metadata,
    provider,
    signIn: (authorizationUrl, options) =>
      signInAs(setup.accounts, { issuer: context.issuer, fetch }, { authorizationUrl, ...options }),
    tokenFor: (options = {}) => makeTokenFor(context, options, chooseDefaults(setup, context)),
    rotateKeys: (options) => rotateKeys(context, clock, options),
    fail: failures.add,
    lie(name) {
      lie = name === undefined ? undefined : requireAnswerMutation(name);
    },
    reset() {
      requests.splice(0);
      failures.clear();
      lie = undefined;
    },
    close: provider.close,
  });
}

function chooseDefaults({ accounts, client, options }: TestSetup, { keys, defaultAudience }: ProviderContext) {
  const alg = client.id_token_signed_response_alg ?? keys.algorithms[0] ?? "RS256";
  return {
    sub: accounts[0]?.id ?? client.client_id,
    clientId: client.client_id,
    alg,
    audience: options.tokens?.defaultResource ?? defaultAudience,
  };
}

async function rotateKeys(
  { keys }: ProviderContext,
  clock: TestClock,
  { abruptly = false }: RotateKeysOptions = {},
): Promise<void> {
  await keys.ready();
  if (!abruptly) {
    for (const algorithm of keys.algorithms) await keys.rotate(algorithm);
    return clock.advance(untilNewKeysSignMs);
  }
  for (const { kid, state } of await keys.list()) if (state === "signing") await keys.withdraw(kid);
}

const untilNewKeysSignMs = 17 * 60_000;
