import type { CallOptions, ExchangeContext } from "../exchange/context.ts";
import { isCompactJwe } from "../jose/compact-jwe.ts";
import { encryptJwe, selectEncryptionKey } from "../jose/encrypt-jwe.ts";
import type { JwtKind } from "../jose/jwt-type.ts";
import { missingDecryptionKey } from "../jose/missing-decryption-key.ts";

/** How a hint is encrypted for the provider. */
export interface HintEncryption {
  /** Key management algorithm with a public key, for example `RSA-OAEP-256`. */
  readonly algorithm: string;
  /** Content encryption, for example `A256GCM`. */
  readonly encryption: string;
}

/** What preparing a hint may be given. */
export interface IdTokenHintOptions extends Pick<CallOptions, "signal"> {
  /** Encrypts the hint with a key that the provider publishes. Default: the signed token goes in the open. */
  readonly encryption?: HintEncryption | undefined;
}

/**
 * Makes of an ID token what may be sent as `id_token_hint`. A token that came encrypted is decrypted first: it was encrypted for the
 * client, so that the provider itself could not read it. The signed token is then encrypted for the provider where that is asked for.
 * @throws ConfigurationError `ERR_CONFIGURATION_DECRYPTION_KEY` for an encrypted token without a key to open it, `ERR_CONFIGURATION_KEY` when
 * the provider publishes no key for the encryption
 * @throws VerificationError `ERR_VERIFICATION_DECRYPTION`
 * @see OpenID Connect RP-Initiated Logout §2
 */
export async function prepareIdTokenHint(
  context: ExchangeContext,
  idToken: string,
  { encryption, signal }: IdTokenHintOptions = {},
): Promise<string> {
  const hint = isCompactJwe(idToken) ? await decryptHint(context, idToken) : idToken;
  if (encryption === undefined) return hint;
  const keys = await context.keys.find({ alg: encryption.algorithm }, signal);
  const key = selectEncryptionKey(keys, encryption);
  return encryptJwe(hint, { key, ...encryption, contentType: "JWT" });
}

async function decryptHint({ decryption, idTokenEncryption }: ExchangeContext, idToken: string): Promise<string> {
  const opening = decryption(idTokenEncryption);
  if (opening?.decrypt === undefined) throw missingDecryptionKey(idTokenKind.name);
  return (await opening.decrypt(idToken, idTokenKind)).jwt;
}

const idTokenKind: JwtKind = { name: "ID token", types: ["jwt"], mayOmitType: true };
