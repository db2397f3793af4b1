import { equalConstantTime } from "../../util/constant-time.ts";
import { readCookie, writeCookie } from "../browser/cookies.ts";
import type { ProviderContext } from "../context.ts";
import { hmacSha256 } from "../crypto/digest.ts";
import { createHandle } from "../crypto/handle.ts";
import type { EndpointRequest } from "../http/connection.ts";

/**
 * Writes the cookie that says: here somebody has signed in to this account before. Such a browser has a limit of its own, so that nobody can lock a person out
 * by guessing from elsewhere.
 */
export async function writeKnownDevice(context: ProviderContext, subject: string): Promise<string> {
  const nonce = createHandle(context.random);
  const expiresAt = String(Math.floor(context.clock() / 1000) + knownSeconds);
  const mac = await sign(context, { nonce, expiresAt, subject });
  return writeCookie(context, "device", `${nonce}.${expiresAt}.${mac}`, { maxAgeSeconds: knownSeconds });
}

/** Name of the browser where it is known for an account, or for what was typed in place of one; `undefined` otherwise. */
export async function readKnownDevice(
  context: ProviderContext,
  request: EndpointRequest,
  subject: string,
): Promise<string | undefined> {
  const [nonce = "", expiresAt = "", mac = ""] = readCookie(context, request, "device")?.split(".") ?? [];
  if (!equalConstantTime(mac, await sign(context, { nonce, expiresAt, subject }))) return undefined;
  return context.clock() < Number(expiresAt) * 1000 ? nonce : undefined;
}

async function sign(
  { keys }: ProviderContext,
  { nonce, expiresAt, subject }: { readonly nonce: string; readonly expiresAt: string; readonly subject: string },
): Promise<string> {
  return hmacSha256(await keys.secret("throttle"), ["known-device", nonce, expiresAt, subject]);
}

const knownSeconds = 180 * 86_400;
