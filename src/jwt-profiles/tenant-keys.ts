import type { Jwk } from "../../generated/messages/jwk.ts";
import type { JwsHeader } from "../../generated/messages/jws-header.ts";
import type { KeySource } from "../jose/key-source.ts";

/** The text in an issuer that stands for a tenant. */
export const tenantPlaceholder = "{tenantid}";

/**
 * The keys of a set that all tenants share which may sign for one of them: a key that names another issuer (the member `issuer` that some servers add)
 * signs for that one alone.
 */
export function keysOfTenant(shared: KeySource, template: string, issuer: string): KeySource {
  // One list for one set, because who compares sets compares lists.
  const lists = new WeakMap<readonly Jwk[], readonly Jwk[]>();

  function pick(keys: readonly Jwk[]): readonly Jwk[] {
    let list = lists.get(keys);
    if (list === undefined) {
      list = keys.filter((key) => key?.issuer === undefined || key.issuer === template || key.issuer === issuer);
      lists.set(keys, list);
    }
    return list;
  }

  const { refresh } = shared;
  return Object.freeze({
    find: async (header: JwsHeader, signal?: AbortSignal) => pick(await shared.find(header, signal)),
    ...(refresh === undefined ? {} : { refresh: async (signal?: AbortSignal) => pick(await refresh(signal)) }),
  });
}
