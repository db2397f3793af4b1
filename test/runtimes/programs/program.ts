import { isOAuthError } from "ts-identity-model/errors";
import type { Jwk } from "ts-identity-model/messages/jwk";

/** What the test process serves, and who may ask there. It comes as JSON. */
export interface Surroundings {
  readonly issuer: string;
  /** Where the run-time itself serves. */
  readonly origin: string;
  /** The same provider where its metadata are slow to come. */
  readonly slowIssuer: string;
  /** An API that wants access tokens, and tells whose they are. */
  readonly api: string;
  /** Signs a person in at the authorization URL that is posted there, and says where the browser is sent back to. */
  readonly browser: string;
  /** The private key of the client `machine`. */
  readonly machineKey: Jwk;
}

/** What a program found out, as JSON. */
export type Facts = Readonly<Record<string, unknown>>;

/** One capability, tried in a run-time. */
export type Program = (surroundings: Surroundings) => Promise<Facts>;

/** Lets a person of the test process sign in; gives the callback URL. */
export async function signInElsewhere(
  { browser }: Surroundings,
  { url, decision = "allow" }: { readonly url: string; readonly decision?: "allow" | "deny" },
): Promise<string> {
  const response = await fetch(browser, { method: "POST", body: JSON.stringify({ url, decision }) });
  if (!response.ok) throw new Error(`Nobody signed in: ${await response.text()}`);
  return response.text();
}

/** The code of what a promise is rejected with, and what the server called it; `accepted` where it is not. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => "accepted",
    (error: unknown) => (isOAuthError(error) ? `${error.code} ${error.body.error}` : Object(error).code),
  );
}
