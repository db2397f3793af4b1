import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import type { ActiveSession } from "../sessions/active-session.ts";
import type { Interaction } from "./interaction.ts";

/**
 * Whether the login page need not be shown, because the person has signed in meanwhile, in another tab. Only for a request that says nothing about the login:
 * whether one satisfies `prompt`, `max_age`, a hint or a claim is for the authorization endpoint to say, which has asked for this page. Once for each
 * session: what has come back from there is shown the page.
 */
export function passesWithoutLogin(
  { lifetimes, options }: ProviderContext,
  { interaction, client }: { readonly interaction: Interaction; readonly client: RegisteredClient },
  { session }: ActiveSession,
): boolean {
  const { request, expiresAtMs, authenticatedSid, isAccountSelected } = interaction;
  const startedAtMs = expiresAtMs - lifetimes.interactionSeconds * 1000;
  const { prompt, max_age: maxAge, id_token_hint: hint, claims } = request;
  const isPlain = prompt === undefined && maxAge === undefined && hint === undefined && claims === undefined;
  // What the registration or the application wants of a login is for the endpoint as well.
  const { default_max_age: defaultAge } = client.metadata;
  if (defaultAge !== undefined || options.authentication !== undefined) return false;
  if (!isPlain || isAccountSelected === true) return false;
  return session.authTimeMs > startedAtMs && session.sid !== authenticatedSid;
}
