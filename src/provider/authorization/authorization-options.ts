import type { AuthorizationDetail } from "../../../generated/messages/authorization-detail.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import type { StandardSchema } from "../../schema/standard-schema.ts";
import type { OptionNames } from "../../util/check-option-names.ts";
import { checkWholeNumber } from "../check-whole-number.ts";
import type { ProviderProfileName } from "../profiles/provider-profile.ts";

/** How requests at the authorization endpoint are judged. */
export interface AuthorizationOptions {
  /** A set of stricter rules, held to at run time and by the configuration. Default: the provider's own. */
  readonly profile?: ProviderProfileName | undefined;
  /**
   * Who must use PKCE. `public-and-oauth`: confidential clients need none for an OpenID Connect request with a nonce (RFC 9700 §2.1.1). Default `always`.
   */
  readonly requirePkce?: "always" | "public-and-oauth" | undefined;
  /** The types of authorization details (RFC 9396) that can be asked for, and how each is checked. Default: none. */
  readonly authorizationDetails?: Readonly<Record<string, AuthorizationDetailCheck>> | undefined;
  /**
   * Whether a `request_uri` may be the address of a request object, which the provider fetches: one that the client has registered in `request_uris`, see
   * `clientAuthentication.allowUrl` for which hosts. Default `false`: it must come from the provider itself (RFC 9126).
   */
  readonly fetchRequestObjects?: boolean | undefined;
  /** Identifiers of clients that belong to the provider: nobody is asked whether they may, unless they ask for it. */
  readonly firstPartyClients?: readonly string[] | undefined;
  /** Decides about consent that is missing, instead of asking for it. A request with `prompt=consent` asks in any case. */
  readonly consent?: ((facts: ConsentFacts) => ConsentDecision | Promise<ConsentDecision>) | undefined;
  /**
   * For how many seconds after a person was last asked by a client the answer is remembered; then they are asked again. Tokens that they have allowed live on as long as
   * tokens do. Default: until they withdraw it.
   */
  readonly consentSeconds?: number | undefined;
  /** Authentication context classes that a login can reach, for the metadata. */
  readonly acrValues?: readonly string[] | undefined;
  /** Decides whether the login of a session is good enough. Default: it is, unless `acr` is an essential claim with other values. */
  readonly authentication?:
    | ((facts: AuthenticationFacts) => AuthenticationDecision | Promise<AuthenticationDecision>)
    | undefined;
}

/**
 * Checks one authorization detail of a type: any Standard Schema, whose output is what is granted, or a function that tells what is wrong, or nothing.
 */
export type AuthorizationDetailCheck =
  | StandardSchema
  | ((detail: AuthorizationDetail) => string | undefined | Promise<string | undefined>);

/** What a decision about consent is made from. */
export interface ConsentFacts {
  readonly clientId: string;
  readonly accountId: string;
  /** All that is asked for. */
  readonly scope: readonly string[];
  /** What the person has not allowed yet. */
  readonly missingScope: readonly string[];
  readonly missingClaims: readonly string[];
  readonly missingResources: readonly string[];
  /** Never remembered: each request asks anew. */
  readonly authorizationDetails: readonly AuthorizationDetail[];
  /** Whether anybody could have made the request in the client's name: a public client, at an address that is no web site's. */
  readonly isImpersonable: boolean;
}

/** Whether a person is asked for consent. */
export type ConsentDecision = "ask" | "skip";

/** What a decision about a login is made from. */
export interface AuthenticationFacts {
  readonly clientId: string;
  readonly accountId: string;
  readonly scope: readonly string[];
  readonly resources: readonly string[];
  /** Classes that are wished for, best first: `acr_values`, else those that the client is registered with. */
  readonly wanted: readonly string[];
  /** Classes of which one must be reached: the claim `acr`, when it is essential. */
  readonly essential: readonly string[];
  readonly acr?: string | undefined;
  readonly amr: readonly string[];
  /** Seconds since the login. */
  readonly ageSeconds: number;
}

/** Whether a login will do, or the person must sign in again. */
export type AuthenticationDecision = "accept" | "login";

/** The names of these options. */
export const authorizationOptionNames: OptionNames<AuthorizationOptions> = {
  profile: true,
  requirePkce: true,
  authorizationDetails: true,
  fetchRequestObjects: true,
  firstPartyClients: true,
  consent: true,
  consentSeconds: true,
  acrValues: true,
  authentication: true,
};

/**
 * Checks the options for callers without types.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an unknown value of `requirePkce`, and for a `consentSeconds` that is no time
 */
export function checkAuthorizationOptions(options: AuthorizationOptions): void {
  const { requirePkce = "always", consentSeconds } = options;
  if (consentSeconds !== undefined) checkWholeNumber("consentSeconds", consentSeconds, { least: 1 });
  if (pkceRules.includes(requirePkce)) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `requirePkce must be one of ${pkceRules.join(", ")}.`,
    parameter: "requirePkce",
    specification: specification("rfc9700", "2.1.1"),
  });
}

const pkceRules: readonly string[] = ["always", "public-and-oauth"];
