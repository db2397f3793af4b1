import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import type { Credentials } from "./credentials.ts";

/** What a client has sent to prove that it is the one that is registered. */
export interface AuthenticationAttempt {
  readonly client: RegisteredClient;
  readonly credentials: Credentials;
  readonly request: EndpointRequest;
}

/** Why a client is not who it says, for events; `undefined` where it is. */
export type Verdict = string | undefined;

/** How the clients of one method prove who they are. What it can't decide, because a store does not answer, it throws. */
export interface AuthenticationMethod {
  /** Whether it proves anything: `none` does not. */
  readonly isProof: boolean;
  readonly verify: (context: ProviderContext, attempt: AuthenticationAttempt) => Verdict | Promise<Verdict>;
}
