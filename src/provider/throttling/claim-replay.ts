import type { ReplayStore } from "../../util/replay-store.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { requestNetwork } from "./limit-requests.ts";

/** What is known of who sends a proof. */
export interface ProofSender {
  /** The client, where it has been authenticated. */
  readonly client?: RegisteredClient | undefined;
  /** The key that an access token is bound to. */
  readonly jkt?: string | undefined;
}

/**
 * The replay store for one request: what is claimed counts for the client where it has proved who it is, or else for the network, because anybody can make keys, and
 * name a public client, without end. Where the address is not known it counts for the public client or for the key of the token.
 */
export function claimFor(
  { store: { replay } }: ProviderContext,
  request: EndpointRequest,
  { client, jkt }: ProofSender,
): ReplayStore {
  const network = client === undefined || client.authMethod === "none" ? requestNetwork(request) : undefined;
  const claimant =
    network === undefined ? JSON.stringify({ client: client?.clientId, jkt }) : JSON.stringify({ network });
  return { claim: (key, expiresAtMs) => replay.claim(key, expiresAtMs, claimant) };
}
