import type { ContextSource } from "./context-source.ts";
import type { ClientOptions, ClientProfile } from "./options.ts";

/** What the methods of a client share: its options, checked, and the source of contexts. */
export interface ClientOwner {
  readonly options: ClientOptions<unknown>;
  /** The profile that the client keeps to. */
  readonly profile: ClientProfile | undefined;
  readonly contextFor: ContextSource;
}
