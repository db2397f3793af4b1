import type { ClientMetadata } from "../../../generated/messages/client-metadata.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";

/** Who wants to register a client. */
export interface RegistrationFacts {
  /** `update` for a client that is there. */
  readonly action: "create" | "update";
  readonly clientId?: string | undefined;
  readonly remoteAddress?: string | undefined;
  /** Whether an initial access token came along. */
  readonly hasInitialAccessToken: boolean;
  /** Whether a software statement came along, which `verifySoftwareStatement` has accepted. A client that changes its metadata has to send it again. */
  readonly hasSoftwareStatement: boolean;
}

/** How clients register themselves. Without these options they can't. */
export interface RegistrationOptions {
  /**
   * `initial-access-token`: only with a token that `provider.admin` gives out; `open`: anybody, which is for development and for servers whose `policy` refuses what is not
   * wanted. Default `initial-access-token`.
   */
  readonly access?: "initial-access-token" | "open" | undefined;
  /** Gives the metadata that is registered in place of that which was asked for; throws to refuse. */
  readonly policy?:
    | ((metadata: ClientMetadata, facts: RegistrationFacts) => ClientMetadata | Promise<ClientMetadata>)
    | undefined;
  /**
   * Verifies a software statement and gives its claims, which go before the members beside it; throws to refuse. Left out, statements are refused.
   * @see RFC 7591 §2.3
   */
  readonly verifySoftwareStatement?: ((statement: string) => Promise<ClientMetadata>) | undefined;
  /** Scopes that a registered client may have at most. Default: all of the provider but the administration's, which it never has. */
  readonly scopes?: readonly string[] | undefined;
  /** How long a secret lives, in seconds. Default: for ever. */
  readonly clientSecretSeconds?: number | undefined;
}

/**
 * Checks the options for callers without types.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 */
export function checkRegistrationOptions(options: RegistrationOptions | undefined): void {
  if (options === undefined) return;
  checkOptionNames(options, optionNames, { of: "createProvider", at: "registration" });
  const { access = accesses[0] } = options;
  if (accesses.includes(access)) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `registration.access must be one of ${accesses.join(", ")}.`,
    parameter: "registration.access",
    specification: specification("rfc7591", "3"),
    remedy: "Leave it out, unless anybody may register clients.",
  });
}

const accesses = ["initial-access-token", "open"] as const;
const optionNames: OptionNames<RegistrationOptions> = {
  access: true,
  policy: true,
  verifySoftwareStatement: true,
  scopes: true,
  clientSecretSeconds: true,
};
