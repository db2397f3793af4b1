import type { ProviderOptions } from "../../options.ts";
import { authorizationCodeGrant } from "./authorization-code.ts";
import { cibaGrant } from "./ciba.ts";
import { clientCredentialsGrant } from "./client-credentials.ts";
import { deviceCodeGrant } from "./device-code.ts";
import type { GrantHandler } from "./grant-handler.ts";
import { refreshTokenGrant } from "./refresh-token.ts";
import { tokenExchangeGrant } from "./token-exchange.ts";

/** The grant of a `grant_type`, if it is there with these options. */
export function findGrantHandler(options: ProviderOptions, grantType: string): GrantHandler | undefined {
  const handler = grantHandlers.find((each) => each.grantType === grantType);
  return handler === undefined || isOffered(handler, options) ? handler : undefined;
}

/** Every `grant_type` that is there with these options. */
export function offeredGrantTypes(options: ProviderOptions): readonly string[] {
  return grantHandlers.filter((handler) => isOffered(handler, options)).map(({ grantType }) => grantType);
}

function isOffered({ isOffered: offers }: GrantHandler, options: ProviderOptions): boolean {
  return offers?.(options) ?? true;
}

/** The grants of the token endpoint. */
const grantHandlers: readonly GrantHandler[] = [
  authorizationCodeGrant,
  clientCredentialsGrant,
  refreshTokenGrant,
  deviceCodeGrant,
  tokenExchangeGrant,
  cibaGrant,
];
