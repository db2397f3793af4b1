import type { OidcProvider } from "../providers/oidc-provider.ts";

/** One thing that the client must get right with a real provider. */
export interface Scenario {
  /** Topic and behaviour: `refresh: the refresh token rotates`. */
  readonly name: string;
  /** Why it cannot run here, where it cannot. */
  readonly skip?: (provider: OidcProvider) => string | undefined;
  /** Fails by throwing. */
  readonly run: (provider: OidcProvider) => Promise<void>;
}
