import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import type { DPoPProofPolicy } from "../dpop/proof-policy.ts";
import type { FetchFunction } from "../http/types.ts";
import type { Clock } from "../util/clock.ts";
import type { RandomSource } from "../util/random.ts";
import type { AccountSource } from "./accounts/account-source.ts";
import type { ClientAuthenticationParts } from "./client-authentication/client-authentication.ts";
import type { ClientDirectory } from "./clients/client-directory.ts";
import type { ProviderEvent } from "./events.ts";
import type { KeyedLock } from "./interaction/keyed-lock.ts";
import type { SigningKeys } from "./keys/signing-keys.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { SetLifetimes } from "./lifetimes.ts";
import type { LogoutQueue } from "./logout/logout-queue.ts";
import type { ProviderOptions } from "./options.ts";
import type { PageSettings } from "./pages/page-settings.ts";
import type { ProviderStore } from "./stores/store.ts";
import type { Throttling } from "./throttling/throttling.ts";
import type { SetIdTokenOptions } from "./tokens/id-token-options.ts";
import type { ResourceOptions } from "./tokens/token-options.ts";

/** What every endpoint of a provider works with. */
export interface ProviderContext {
  /** The only source of URLs: no header of a request is. */
  readonly issuer: string;
  readonly options: ProviderOptions;
  readonly store: ProviderStore;
  /** For what goes on beside the requests, such as a logout delivery: `provider.close()` waits for it. */
  readonly lifecycle: Lifecycle;
  /** Removes what the store may forget, a limited number of rows. */
  readonly sweep: () => Promise<number>;
  readonly clients: ClientDirectory;
  /** Who may sign in. */
  readonly accounts: AccountSource;
  /** Attempts to sign in, one after another for each account. */
  readonly loginLock: KeyedLock;
  readonly idTokens: SetIdTokenOptions;
  /** Logout deliveries under way. */
  readonly logout: LogoutQueue;
  readonly clientAuthentication: ClientAuthenticationParts;
  readonly throttling: Throttling;
  readonly keys: SigningKeys;
  readonly lifetimes: SetLifetimes;
  readonly pages: PageSettings;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** For what the provider itself fetches: `jwks_uri`, `request_uri`, logout deliveries. */
  readonly fetch: FetchFunction;
  /** Every scope that can be asked for: the provider's own and those of its resources. */
  readonly scopes: readonly string[];
  /** Those that the metadata tell everybody of, and that clients may register themselves for: all but the administration's. */
  readonly openScopes: readonly string[];
  /** The provider's own, which belong to no resource. */
  readonly standardScopes: readonly string[];
  /** The audience of a token that was asked for without a resource. */
  readonly defaultAudience: string;
  readonly findResource: (identifier: string) => ResourceOptions | undefined;
  /** What the provider says about itself; the same for its whole life. */
  readonly metadata: () => AuthorizationServerMetadata;
  /** How DPoP proofs are judged at the provider's own endpoints. */
  readonly dpop: () => Promise<DPoPProofPolicy>;
  readonly report: (event: ProviderEvent) => void;
  /** URL of a route: the issuer and the path. */
  readonly urlOf: (path: string) => string;
}
