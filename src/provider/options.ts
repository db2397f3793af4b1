import type { FetchFunction } from "../http/types.ts";
import type { Clock } from "../util/clock.ts";
import type { RandomSource } from "../util/random.ts";
import type { AccountInput } from "./accounts/account-input.ts";
import type { AccountSource } from "./accounts/account-source.ts";
import type { AccountRules } from "./accounts/password-rules.ts";
import type { AdminOptions } from "./admin/admin-options.ts";
import type { AuthorizationOptions } from "./authorization/authorization-options.ts";
import type { ClientAuthenticationOptions } from "./client-authentication/client-authentication-options.ts";
import type { ConfiguredClient } from "./clients/registered-client.ts";
import type { ProviderEventListener } from "./events.ts";
import type { CorsOptions } from "./http/cors-options.ts";
import type { KeyOptions } from "./keys/key-options.ts";
import type { Lifetimes } from "./lifetimes.ts";
import type { LogoutOptions } from "./logout/logout-options.ts";
import type { PageOptions } from "./pages/page-options.ts";
import type { CibaOptions } from "./pending/ciba-options.ts";
import type { ProviderProfileName } from "./profiles/provider-profile.ts";
import type { RegistrationOptions } from "./registration/registration-options.ts";
import type { SessionOptions } from "./sessions/session-options.ts";
import type { StorageOptions } from "./stores/storage-options.ts";
import type { ProviderStore } from "./stores/store.ts";
import type { ThrottlingOptions } from "./throttling/throttling-options.ts";
import type { IdTokenOptions } from "./tokens/id-token-options.ts";
import type { TokenExchangePolicy } from "./tokens/token-exchange-policy.ts";
import type { TokenOptions } from "./tokens/token-options.ts";

/** How a provider is set up. */
export interface ProviderOptions extends AuthorizationOptions {
  /** Identifier of the provider, and the only source of its URLs: `https`, or `http` on the loopback interface; no query, no fragment, no slash at the end. */
  readonly issuer: string;
  /** Clients with the names of RFC 7591. Others may be in the store. */
  readonly clients?: readonly ConfiguredClient[] | undefined;
  /** Who may sign in: accounts that the provider keeps in its store, created at first use where they are missing; or those of the application. */
  readonly accounts?: readonly AccountInput[] | AccountSource | undefined;
  /** Which passwords and accounts are good, for those that the provider keeps. */
  readonly accountRules?: AccountRules | undefined;
  readonly sessions?: SessionOptions | undefined;
  /** A set of stricter rules. */
  readonly profile?: ProviderProfileName | undefined;
  /** Default: the memory of this process. */
  readonly store?: ProviderStore | undefined;
  readonly storage?: StorageOptions | undefined;
  /** Scopes of the provider besides those of the resources; where either is listed, a client can have no other. Default: `openid`, `profile`, `email`, `address`, `phone`, `offline_access`. */
  readonly scopes?: readonly string[] | undefined;
  readonly clientAuthentication?: ClientAuthenticationOptions | undefined;
  /** How failed attempts are slowed down. */
  readonly throttling?: ThrottlingOptions | undefined;
  readonly tokens?: TokenOptions | undefined;
  /** Decides who may exchange which token for which (RFC 8693). Left out: nobody. */
  readonly tokenExchange?: TokenExchangePolicy | undefined;
  /** Sign-in at another device that the client asks for (CIBA Core, poll and ping mode). Left out: off. */
  readonly ciba?: CibaOptions | undefined;
  /** What ID tokens and userinfo answers say. */
  readonly idTokens?: IdTokenOptions | undefined;
  /** How applications are told that a session has ended, or that a CIBA request is decided. */
  readonly logout?: LogoutOptions | undefined;
  /** Which pages may read the answers of the token endpoint and its like. */
  readonly cors?: CorsOptions | undefined;
  readonly lifetimes?: Lifetimes | undefined;
  readonly keys?: KeyOptions | undefined;
  /** How the pages look, what they say, and which are replaced. */
  readonly pages?: PageOptions | undefined;
  /** Administration over HTTP, below `/admin`. Left out: there is none. */
  readonly admin?: AdminOptions | undefined;
  /** Dynamic registration of clients. Left out: there is none. */
  readonly registration?: RegistrationOptions | undefined;
  /** How long a request waits for a function of yours (accounts, policies, a signing service), in milliseconds; then it is answered with 503. Default 10000. */
  readonly hookTimeoutMs?: number | undefined;
  /** Is told what happens. */
  readonly onEvent?: ProviderEventListener | undefined;
  /** Default: the platform's. */
  readonly fetch?: FetchFunction | undefined;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
  /** For tests only. Default: the platform's cryptographic generator. */
  readonly random?: RandomSource | undefined;
}
