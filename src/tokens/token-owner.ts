import type { Clock } from "../util/clock.ts";
import type { RandomSource } from "../util/random.ts";
import type { TokenClient } from "./token-client.ts";

/** Whose tokens they are: what stays the same for as long as a client lives. */
export interface TokenOwner {
  readonly issuer: string;
  readonly clientId: string;
  /** Thumbprint of the key that tokens are bound to. */
  readonly jkt: string | undefined;
  readonly clock: Clock;
  readonly random: RandomSource;
}

/**
 * Asks a client who it is, once: tokens that are at hand are used also while the server's metadata cannot be had.
 */
export function createOwnerSource({ context }: Pick<TokenClient, "context">): () => Promise<TokenOwner> {
  let known: TokenOwner | undefined;
  return async () => {
    if (known !== undefined) return known;
    const { metadata, clientId, dpop, clock, random } = await context();
    known = Object.freeze({ issuer: metadata.issuer, clientId, jkt: dpop?.jkt, clock, random });
    return known;
  };
}
