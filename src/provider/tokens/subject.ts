import type { ClientMetadata } from "../../../generated/messages/client-metadata.ts";
import { parseUrl } from "../../util/url.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { hmacSha256 } from "../crypto/digest.ts";

/**
 * The `sub` under which a client knows an account: the account's id, or for a client with `subject_type` `pairwise` a name that only the clients of its sector
 * know.
 * @throws Error for an account id that is no `sub`, and a pairwise client without a sector
 * @see OpenID Connect Core §8
 */
export async function subjectFor(
  { keys }: ProviderContext,
  { clientId, metadata }: RegisteredClient,
  accountId: string,
): Promise<string> {
  if (!subjectForm.test(accountId)) throw new Error("The id of an account must be 1 to 255 characters of ASCII.");
  if (metadata.subject_type !== "pairwise") return accountId;
  const sector = findSector(metadata);
  if (sector === undefined) throw new Error(`The client ${clientId} has no sector for its pairwise subjects.`);
  return hmacSha256(await keys.secret("pairwise"), ["sub", sector, accountId]);
}

/**
 * The sector that a client's pairwise subjects are for: the host of its `sector_identifier_uri`, or else the one host of its redirect URIs. `undefined` where it
 * has several hosts, or none.
 * @see OpenID Connect Core §8.1
 */
export function findSector({ sector_identifier_uri, redirect_uris = [] }: ClientMetadata): string | undefined {
  const uris = sector_identifier_uri === undefined ? redirect_uris : [sector_identifier_uri];
  const hosts = new Set(uris.map((uri) => parseUrl(uri)?.hostname ?? ""));
  const [host, ...more] = hosts;
  return host === "" || more.length > 0 ? undefined : host;
}

/** What OpenID Connect Core §2 says of `sub`. */
const subjectForm = /^[\x20-\x7e]{1,255}$/;
