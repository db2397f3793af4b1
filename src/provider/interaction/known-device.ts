import { equalConstantTime } from "../../util/constant-time.ts";
import { normalizeLogin } from "../accounts/login-key.ts";
import { readCookie, writeCookie } from "../browser/cookies.ts";
import type { ProviderContext } from "../context.ts";
import { hmacSha256 } from "../crypto/digest.ts";
import { createHandle } from "../crypto/handle.ts";
import type { EndpointRequest } from "../http/connection.ts";

/**
 * Writes the cookie that says: here somebody has signed in under this login before. Such a browser has a limit of its own, so that nobody can lock a person out
 * by guessing from elsewhere.
 */
export async function writeKnownDevice(context: ProviderContext, login: string): Promise<string> {
  const nonce = createHandle(context.random);
  const expiresAt = String(Math.floor(context.clock() / 1000) + knownSeconds);
  const mac = await sign(context, { nonce, expiresAt, login });
  return writeCookie(context, "device", `${nonce}.${expiresAt}.${mac}`, { maxAgeSeconds: knownSeconds });
}

/** Name of the browser where it is known for a login; `undefined` otherwise. */
export async function readKnownDevice(
  context: ProviderContext,
  request: EndpointRequest,
  login: string,
): Promise<string | undefined> {
  const [nonce = "", expiresAt = "", mac = ""] = readCookie(context, request, "device")?.split(".") ?? [];
  if (!equalConstantTime(mac, await sign(context, { nonce, expiresAt, login }))) return undefined;
  return context.clock() < Number(expiresAt) * 1000 ? nonce : undefined;
}

async function sign(
  { keys }: ProviderContext,
  { nonce, expiresAt, login }: { readonly nonce: string; readonly expiresAt: string; readonly login: string },
): Promise<string> {
  return hmacSha256(await keys.secret("throttle"), ["known-device", nonce, expiresAt, normalizeLogin(login)]);
}

const knownSeconds = 180 * 86_400;
