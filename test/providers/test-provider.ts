import type { CookieJar } from "../../examples/demo/cookie-jar.ts";
import type { ToleranceName } from "../../src/index.ts";
import type { ClientKeys } from "./client-keys.ts";
import type { Inbox } from "./inbox.ts";
import type { RegisteredClients } from "./registered-clients.ts";

/** What a scenario may need of a provider beyond logins by code, refresh and userinfo. */
export type Capability =
  | "device authorization"
  | "ciba"
  | "ciba ping"
  | "token exchange"
  | "openid by exchange"
  | "introspection"
  | "jwt introspection"
  | "encrypted jwt introspection"
  | "revocation"
  | "registration"
  | "registration management"
  | "pushed requests"
  | "signed request objects"
  | "encrypted request objects"
  | "hybrid responses"
  | "jarm"
  | "encrypted jarm"
  | "unique claims in jarm"
  | "end session"
  | "back-channel logout"
  | "signed userinfo"
  | "encrypted userinfo"
  | "encrypted id tokens"
  | "claims parameter"
  | "resource indicators"
  | "authorization details"
  | "tls_client_auth"
  | "self_signed_tls_client_auth"
  | "certificate-bound tokens"
  | "dpop"
  | "dpop nonces"
  | "fapi 2.0"
  | "fixed issuer"
  | "nonce in refreshed id tokens"
  | "revocation on replay";

/** An error answer: its code and HTTP status. */
export interface ErrorAnswer {
  readonly error: string;
  /** `undefined` for what comes through the browser. */
  readonly status: number | undefined;
}

/** Refusals for which providers do not all choose the same words. */
export type Refusal =
  | "wrong secret"
  | "wrong secret at introspection"
  | "wrong assertion"
  | "wrong certificate"
  | "grant not allowed"
  | "exchange not allowed"
  | "code of another dpop key"
  | "response type not allowed";

/** How a user answers what the provider asks. */
export interface UserDecision {
  /** `ada` unless told; `grace` is the other one. */
  readonly user?: string;
  /** `allow` unless told. */
  readonly decision?: "allow" | "deny";
}

/** A real provider under test, and what its people and its operator can do. */
export interface TestProvider {
  /** With its version. */
  readonly name: string;
  readonly issuer: string;
  /** The issuer whose metadata lead to endpoints over TLS that may ask for a client certificate. */
  readonly tlsIssuer: string;
  readonly clients: RegisteredClients;
  /** Private keys and certificates of the clients. */
  readonly keys: ClientKeys;
  /** What it cannot do, and why; a scenario that needs it is skipped with that reason. */
  readonly lacks: Readonly<Partial<Record<Capability, string>>>;
  /** Its answers where they are not those that the specification names. */
  readonly refusals: Readonly<Partial<Record<Refusal, ErrorAnswer>>>;
  /** What its messages need to be accepted; empty when they obey their specifications. */
  readonly tolerate: readonly ToleranceName[];
  /** An initial access token for the registration endpoint (RFC 7591 §3). */
  createInitialAccessToken(): Promise<string>;
  /** A user opens the verification page of a device, types the code and decides (RFC 8628 §3.3). */
  approveDevice(
    page: { readonly verificationUri: string; readonly userCode: string },
    user?: UserDecision,
  ): Promise<void>;
  /** A user answers on the authentication device (CIBA Core §8). */
  answerBackchannel(authReqId: string, user?: UserDecision): Promise<void>;
  /** A user opens an end-session URL and confirms; gives where the browser is sent to, if anywhere. */
  logOut(endSessionUrl: string, options: { readonly jar: CookieJar }): Promise<string | undefined>;
  /** Where logout tokens and pings arrive. */
  readonly inbox: Inbox;
  /** Failures inside the provider, which its answers do not tell. */
  readonly serverErrors: readonly Error[];
  close(): Promise<void>;
}
