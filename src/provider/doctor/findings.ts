import type { ProviderOptions } from "../options.ts";

/** What is unsafe, or may be, in the way a provider is set up. */
export interface DoctorFinding {
  /** `error`: not for anybody but its developer; `warning`: weaker than it could be; `info`: to know before production. */
  readonly level: "error" | "warning" | "info";
  /** Stable name: `http-issuer`. */
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  /** The option that it is about: `keys.encryption`. */
  readonly option: string;
}

/** A check: the finding, and when it is one. */
export interface DoctorCheck extends DoctorFinding {
  /** Whether it applies; a list names what it is about: clients, options. */
  readonly applies: (options: ProviderOptions, facts: DoctorFacts) => boolean | readonly string[];
}

/** What options do not tell. */
export interface DoctorFacts {
  /** Whether `@node-rs/argon2` can be loaded. */
  readonly hasArgon2: boolean;
}
