import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { isFapi } from "../profiles/provider-profile.ts";
import type { Confirmation } from "../stores/records.ts";

/** Milliseconds for which a refresh token that was just used gives the same successor again. */
export function refreshLeewayMs({ options: { tokens, profile } }: ProviderContext): number {
  return isFapi(profile) ? 0 : (tokens?.refreshLeewaySeconds ?? defaultLeewaySeconds) * 1000;
}

/**
 * Whether a refresh token is replaced when it is used: always where nothing but the token itself says who holds it. FAPI clients prove who they are, and their
 * tokens are not replaced.
 * @see RFC 9700 §2.2.2
 * @see FAPI 2.0 Security Profile §5.3.2.1
 */
export function isRotated(
  { options: { tokens, profile } }: ProviderContext,
  { authMethod }: RegisteredClient,
  confirmation: Confirmation | undefined,
): boolean {
  if (!isFapi(profile) && (tokens?.rotateRefreshTokens ?? "always") === "always") return true;
  return authMethod === "none" && confirmation === undefined;
}

/**
 * What a refresh token is bound to: that of a public client to the key of its access token. A confidential client proves who it is with every request, and may
 * change its keys.
 * @see RFC 9449 §5
 * @see RFC 8705 §4
 */
export function refreshConfirmation(
  { authMethod }: RegisteredClient,
  confirmation: Confirmation | undefined,
): Confirmation | undefined {
  return authMethod === "none" ? confirmation : undefined;
}

const defaultLeewaySeconds = 10;
