import { ConfigurationError } from "../../../errors/families.ts";

/** What to do about a server that may forget. */
export interface EvictionRules {
  readonly requireNoEviction: boolean;
  readonly onWarning: (warning: string) => void;
}

/**
 * Makes sure that Redis never evicts: a server that makes room by forgetting would forget which codes and proofs were used, and they would be good once more.
 * A server that does not tell its policy is used with a warning.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a policy that evicts
 */
export async function checkEvictionPolicy(
  command: (args: readonly string[]) => Promise<unknown>,
  { requireNoEviction, onWarning }: EvictionRules,
): Promise<void> {
  const policy = await command(["CONFIG", "GET", setting]).then(readSetting, (error: unknown) => {
    if (isRefusal(error)) return undefined;
    throw error;
  });
  if (policy === "noeviction") return;
  if (policy === undefined)
    return onWarning("Redis does not tell its maxmemory-policy; make sure that it is noeviction.");
  if (!requireNoEviction) return onWarning(`The maxmemory-policy of Redis is ${policy}; it should be noeviction.`);
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The maxmemory-policy of Redis is ${policy}: when memory runs out it forgets which codes and proofs were used.`,
    parameter: setting,
    remedy: "Set maxmemory-policy to noeviction; requireNoEviction: false takes the risk.",
  });
}

/** A map comes as a list, as an object or as a `Map`, as the client likes. */
function readSetting(reply: unknown): string | undefined {
  const value: unknown = Array.isArray(reply)
    ? reply[reply.indexOf(setting) + 1]
    : reply instanceof Map
      ? reply.get(setting)
      : Reflect.get(Object(reply), setting);
  return typeof value === "string" && /^[a-z-]{1,40}$/.test(value) ? value : undefined;
}

/** Whether Redis answered that this user may not ask, or that there is no such command. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && /^(?:NOPERM|ERR) /.test(error.message);
}

const setting = "maxmemory-policy";
