import { buildEndSessionUrl } from "../endpoints/end-session.ts";
import { fetchRevocation } from "../endpoints/revocation.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import type { BrowserParts } from "./browser-parts.ts";
import type { SignOutOptions } from "./options.ts";
import type { SessionRecord } from "./session-record.ts";

/** Ends the session: in all tabs first, then the refresh token, then at the provider. Gives whether the browser is on its way there. */
export async function signOut(parts: BrowserParts, options: SignOutOptions): Promise<boolean> {
  const { provider = true, returnTo, signal } = options;
  const { holder, contexts, window, report } = parts;
  const session = await holder.end("session.signed_out");
  await contexts.forgetKey().catch((error: unknown) => report({ type: "session.storage_failed", error }));
  if (session === undefined) return false;
  const context = await contexts.forTokens({ ...session.tokens, jkt: undefined });
  await revoke(parts, context, { session, signal });
  if (!provider || context.metadata.end_session_endpoint === undefined) return false;
  const { post_logout_redirect_uris: registered = [] } = parts.options.client;
  const back = returnTo ?? (registered.length === 1 ? registered[0] : undefined);
  const url = buildEndSessionUrl(
    context,
    {
      client_id: context.clientId,
      ...(session.idToken && { id_token_hint: session.idToken }),
      ...(back && { post_logout_redirect_uri: back }),
    },
    { postLogoutRedirectUris: registered },
  );
  window.location.assign(url);
  return true;
}

interface Revoked {
  readonly session: SessionRecord;
  readonly signal: AbortSignal | undefined;
}

/** A token that could not be revoked keeps nobody from signing out; it is told. */
async function revoke({ report }: BrowserParts, context: ExchangeContext, { session, signal }: Revoked): Promise<void> {
  const { refreshToken } = session.tokens;
  if (refreshToken === undefined || context.metadata.revocation_endpoint === undefined) return;
  const limit = AbortSignal.timeout(maxRevocationMs);
  try {
    await fetchRevocation(
      context,
      { token: refreshToken, token_type_hint: "refresh_token" },
      { signal: signal === undefined ? limit : AbortSignal.any([limit, signal]) },
    );
  } catch (error) {
    report({ type: "session.revocation_failed", error });
  }
}

const maxRevocationMs = 5000;
