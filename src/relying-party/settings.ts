import type { RelyingPartyOptions } from "./options.ts";

type Defaulted =
  | "maxLogins"
  | "loginLifetimeSeconds"
  | "idleSeconds"
  | "absoluteSeconds"
  | "renewBeforeSeconds"
  | "sessionSameSite"
  | "maxCookieChunks"
  | "csrfHeader"
  | "allowedOrigins"
  | "allowedLoginParameters"
  | "afterLogout"
  | "authorization"
  | "userinfo";

type WithDefaults = { readonly [Name in Defaulted]: NonNullable<RelyingPartyOptions[Name]> };

/** The options with their defaults, checked, and what follows from them. */
export interface Settings extends WithDefaults {
  /** Origin of the application. */
  readonly baseUrl: string;
  readonly basePath: string;
  readonly isHttps: boolean;
  /** What the names of all cookies begin with. */
  readonly cookieBase: string;
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string;
  readonly responseMode: RelyingPartyOptions["responseMode"];
}
