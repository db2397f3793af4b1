import type { ProviderOptions } from "../options.ts";
import { adminResource, adminScopes } from "./admin-options.ts";

/** The options with the administration among the resources, where it is offered. */
export function withAdminResource(options: ProviderOptions): ProviderOptions {
  const { admin, tokens, issuer } = options;
  if (admin === undefined) return options;
  const resource = { scopes: Object.values(adminScopes), accessTokenSeconds: admin.accessTokenSeconds ?? 300 };
  const resources = { ...tokens?.resources, [adminResource(issuer)]: resource };
  return { ...options, tokens: { ...tokens, resources } };
}
