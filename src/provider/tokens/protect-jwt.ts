import type { ClientMetadata } from "../../../generated/messages/client-metadata.ts";
import { encryptJwe, selectEncryptionKey } from "../../jose/encrypt-jwe.ts";
import { findJweAlgorithm } from "../../jose/jwe-algorithms.ts";
import { signJwt } from "../../jose/sign-jwt.ts";
import { clientKeySource } from "../clients/client-keys.ts";
import { readClearSecrets } from "../clients/client-secret.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";

/** How what is made for a client is signed and encrypted: what the client registered. */
export interface Protection {
  /** Left out: not signed. */
  readonly signing?: string | undefined;
  /** Left out: not encrypted. */
  readonly encryption?: string | undefined;
  readonly contentEncryption: string;
}

/**
 * How a client wants its ID tokens, and so its logout tokens.
 * @see OpenID Connect Dynamic Client Registration §2
 */
export function idTokenProtection(metadata: ClientMetadata): Protection & { readonly signing: string } {
  return {
    signing: metadata.id_token_signed_response_alg ?? "RS256",
    encryption: metadata.id_token_encrypted_response_alg,
    contentEncryption: metadata.id_token_encrypted_response_enc ?? defaultContentEncryption,
  };
}

/** How a client wants its userinfo answers. */
export function userinfoProtection(metadata: ClientMetadata): Protection {
  return {
    signing: metadata.userinfo_signed_response_alg,
    encryption: metadata.userinfo_encrypted_response_alg,
    contentEncryption: metadata.userinfo_encrypted_response_enc ?? defaultContentEncryption,
  };
}

/**
 * How a client wants the answers to its authorization requests, where they come as JWTs.
 * @see JARM §3
 */
export function authorizationProtection(
  metadata: ClientMetadata,
  usual: string = "RS256",
): Protection & { readonly signing: string } {
  return {
    signing: metadata.authorization_signed_response_alg ?? usual,
    encryption: metadata.authorization_encrypted_response_alg,
    contentEncryption: metadata.authorization_encrypted_response_enc ?? defaultContentEncryption,
  };
}

/** Claims, and the type of JWT to make of them. */
export interface JwtToProtect {
  readonly client: RegisteredClient;
  readonly typ?: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * Signs claims for a client, and encrypts what comes of it where the client wants that. `none` is never made.
 * @throws ProtocolRefusal where the client's keys can't be had; Error where it has none, or no secret, that fits
 * @see OpenID Connect Core §10
 */
export async function protectJwt(
  context: ProviderContext,
  { client, typ, claims }: JwtToProtect,
  { signing, encryption, contentEncryption }: Protection,
): Promise<string> {
  const text = signing === undefined ? JSON.stringify(claims) : await sign(context, { client, typ, claims }, signing);
  if (encryption === undefined) return text;
  const contentType = signing === undefined ? undefined : "JWT";
  const common = { algorithm: encryption, encryption: contentEncryption };
  if (findJweAlgorithm(encryption)?.asymmetric !== true)
    return encryptJwe(text, { ...common, key: { clientSecret: await requireSecret(context, client) }, contentType });
  const keys = await clientKeySource(context, client).find({ alg: encryption });
  return encryptJwe(text, { ...common, key: selectEncryptionKey(keys, common), contentType });
}

async function sign(context: ProviderContext, { client, typ, claims }: JwtToProtect, alg: string): Promise<string> {
  const header = typ === undefined ? { alg } : { alg, typ };
  if (!secretAlgorithms.includes(alg)) return context.keys.sign(header, claims);
  return signJwt(header, claims, new TextEncoder().encode(await requireSecret(context, client)));
}

async function requireSecret(context: ProviderContext, client: RegisteredClient): Promise<string> {
  const secret = (await readClearSecrets(context, client)).at(-1);
  if (secret === undefined) throw new Error(`The secret of the client ${client.clientId} can't be read.`);
  return secret;
}

/** Algorithms whose key is the client's secret. */
export const secretAlgorithms: readonly string[] = ["HS256", "HS384", "HS512"];
const defaultContentEncryption = "A128CBC-HS256";
