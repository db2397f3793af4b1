import { CompactEncrypt } from "jose/jwe/compact/encrypt";
import { encryptionKey } from "./provider/keys.ts";

/** Encrypts a JWT to the client, with other header members where the trait wants them. */
export function encrypted(header: Readonly<Record<string, string>> = {}): (token: string) => Promise<string> {
  return async (token) => {
    const { publicKey } = await encryptionKey;
    return new CompactEncrypt(new TextEncoder().encode(token))
      .setProtectedHeader({ alg: "RSA-OAEP-256", enc: "A128CBC-HS256", kid: "client-enc", cty: "JWT", ...header })
      .encrypt(publicKey);
  };
}

/** Encrypts honestly, and then writes another header over it. */
export function relabelled(change: Readonly<Record<string, unknown>>): (token: string) => Promise<string> {
  return async (token) => {
    const [header = "", ...parts] = (await encrypted()(token)).split(".");
    const honest: Readonly<Record<string, unknown>> = JSON.parse(Buffer.from(header, "base64url").toString());
    return [Buffer.from(JSON.stringify({ ...honest, ...change })).toString("base64url"), ...parts].join(".");
  };
}
