import { oidcDiscoveryLabel } from "../../generated/documents.ts";
import type { AuthorizationServerMetadata } from "../../generated/messages/authorization-server-metadata.ts";
import type { Jwk } from "../../generated/messages/jwk.ts";
import { ConfigurationError, isConfigurationError } from "../errors/families.ts";
import { printable } from "../errors/printable.ts";
import { specification } from "../errors/specification.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import {
  type EncryptionKey,
  type EncryptionKeyChoice,
  type EncryptionOptions,
  selectEncryptionKey,
} from "../jose/encrypt-jwe.ts";

/** What a request object is encrypted with. */
export interface RequestObjectEncryption {
  /** Value of `alg`: the registered `request_object_encryption_alg`. */
  readonly algorithm: string;
  /** Value of `enc`. Default `A128CBC-HS256`, which registrations mean when they leave it out. */
  readonly encryption?: string | undefined;
  /** Name of the server's key. Default: the first that fits, one for encryption before others. */
  readonly keyId?: string | undefined;
  /** The key itself, for example `{ clientSecret }` with a symmetric algorithm. Default: one of the server's published keys. */
  readonly key?: EncryptionKey | undefined;
}

/**
 * Chooses the key of the server that a request object is encrypted with. Where the server announces algorithms, they are among them.
 * A server whose known keys do not fit is asked once for newer ones.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for an algorithm that the server does not announce or this library does not
 * offer, `ERR_CONFIGURATION_KEY` when no key fits
 * @see OpenID Connect Core §10.2
 * @see RFC 9101 §6.1
 */
export async function chooseRequestObjectEncryption(
  { metadata, keys }: Pick<ExchangeContext, "metadata" | "keys">,
  wanted: RequestObjectEncryption | undefined,
  signal: AbortSignal | undefined,
): Promise<Pick<EncryptionOptions, "key" | "algorithm" | "encryption" | "keyId"> | undefined> {
  if (wanted === undefined) return undefined;
  const { algorithm, encryption = "A128CBC-HS256", keyId, key } = wanted;
  requireAnnounced(metadata, "request_object_encryption_alg_values_supported", algorithm);
  requireAnnounced(metadata, "request_object_encryption_enc_values_supported", encryption);
  if (key !== undefined) return { key, algorithm, encryption, keyId };
  const choice: EncryptionKeyChoice = { algorithm, encryption, keyId };
  const known = await keys.find({ alg: algorithm }, signal);
  try {
    return { key: selectEncryptionKey(known, choice), algorithm, encryption };
  } catch (error) {
    if (keys.refresh === undefined || !isConfigurationError(error) || error.code !== "ERR_CONFIGURATION_KEY")
      throw error;
    const newer: readonly Jwk[] = await keys.refresh(signal);
    return { key: selectEncryptionKey(newer, choice), algorithm, encryption };
  }
}

type AnnouncedList =
  | "request_object_encryption_alg_values_supported"
  | "request_object_encryption_enc_values_supported";

function requireAnnounced(metadata: AuthorizationServerMetadata, list: AnnouncedList, value: string): void {
  const announced = metadata[list];
  if (!Array.isArray(announced) || announced.includes(value)) return;
  throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `The server does not take request objects encrypted with ${printable(value, 40)}; it announces ${printable(announced.join(", "), 200)}.`,
    parameter: list,
    specification: specification("oidc-discovery", "3", [oidcDiscoveryLabel]),
  });
}
