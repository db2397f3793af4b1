import { ConfigurationError } from "../../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";

/** Administration over HTTP: with access tokens of this very provider, for the resource `<issuer>/admin` and its scopes `admin:read` and `admin:write`. */
export interface AdminOptions {
  /** Clients that may administrate, by `client_id`. A token of any other is refused, whatever its scope; one of a person has to be of an account with `isAdmin`. */
  readonly clients: readonly string[];
  /** How long their access tokens for it live, in seconds. Default 300. */
  readonly accessTokenSeconds?: number | undefined;
}

/** Scopes of the administration. */
export const adminScopes = { read: "admin:read", write: "admin:write" } as const;

/** Identifier of the administration as a resource: the audience of its tokens. */
export function adminResource(issuer: string): string {
  return `${issuer}/admin`;
}

/**
 * Checks what callers without types could get wrong.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 */
export function checkAdminOptions(options: AdminOptions | undefined): void {
  if (options === undefined) return;
  checkOptionNames(options, optionNames, { of: "createProvider", at: "admin" });
  const { clients, accessTokenSeconds: seconds = 300 } = options;
  const isList = Array.isArray(clients) && clients.length > 0 && clients.every((id) => typeof id === "string");
  if (!isList) throw wrong("admin.clients", "must list the client_id of each client that may administrate");
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 3600)
    throw wrong("admin.accessTokenSeconds", "must be 1 to 3600 whole seconds");
}

function wrong(parameter: string, rule: string): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: `${parameter} ${rule}.`, parameter });
}

const optionNames: OptionNames<AdminOptions> = { clients: true, accessTokenSeconds: true };
