import { clientCredentialsGrant } from "./client-credentials.ts";
import type { GrantHandler } from "./grant-handler.ts";

/** The grants of the token endpoint, by `grant_type`. */
export const grantHandlers: ReadonlyMap<string, GrantHandler> = /* @__PURE__ */ new Map(
  [clientCredentialsGrant].map((handler) => [handler.grantType, handler]),
);
