import type { AuthorizationRequest } from "../../../generated/messages/authorization-request.ts";

/** What a person is asked for. */
export type Prompt = "login" | "consent" | "select_account" | "change_password";

/** A request at the authorization endpoint that waits for a person; it lives in the store, and the browser knows its handle alone. */
export interface Interaction {
  /** The handle: part of the URL, and worth nothing without the cookie of the browser that began it. */
  readonly id: string;
  readonly clientId: string;
  /** The request, checked; the form of a page can't change it. */
  readonly request: AuthorizationRequest;
  /** Where the request came by PAR: hash of the `request_uri`, used up when the code is issued. */
  readonly pushedRequestHash?: string | undefined;
  readonly prompt: Prompt;
  /** Session after the login that this interaction asked for; so that `prompt=login` is done once. */
  readonly authenticatedSid?: string | undefined;
  readonly authenticatedAtMs?: number | undefined;
  /** Whether `select_account` has been answered. */
  readonly isAccountSelected?: boolean | undefined;
  /** What the person has allowed on the consent page of this interaction; `false` also where they went away from another page. */
  readonly consented?: boolean | undefined;
  /** The session that `consented` was said in: in another one it says nothing. */
  readonly consentedSid?: string | undefined;
  readonly expiresAtMs: number;
  readonly version: number;
}
