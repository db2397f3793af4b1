import { TransportError } from "../errors/families.ts";
import { isOAuthError, OAuthError } from "../errors/oauth-error.ts";
import { describeFailure, type Failure } from "./cooldown.ts";
import type { TokenVault } from "./token-vault.ts";

/** Tells the processes that wait for a token why there is none, so that not each of them asks the server that has just refused. */
export async function writeSharedFailure(vault: TokenVault, key: string, { error, untilMs }: Failure): Promise<void> {
  const status = isOAuthError(error) ? error.status : undefined;
  const { code = "unknown", ...said } = describeFailure(error);
  const content = { code, ...said, status };
  await vault.write(placeOf(key), content, { expiresAtMs: untilMs }).catch(() => undefined);
}

/** The failure that another process met a moment ago. */
export async function readSharedFailure(vault: TokenVault, key: string): Promise<Error | undefined> {
  const entry = await vault.read(placeOf(key)).catch(() => undefined);
  if (entry?.content === undefined) return undefined;
  const { code, error, status } = entry.content;
  if (typeof error === "string") {
    return new OAuthError("ERR_OAUTH_RESPONSE", {
      body: { error },
      status: typeof status === "number" ? status : undefined,
      endpoint: "token_endpoint",
    });
  }
  if (typeof code !== "string") return undefined;
  return new TransportError("ERR_TRANSPORT_NETWORK", {
    message: `Another process failed to get this token a moment ago: ${code}.`,
    endpoint: "token_endpoint",
    remedy: "It is tried again soon; look at the events of that process.",
  });
}

function placeOf(key: string): string {
  return `${key}:failed`;
}
