import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";
import type { ActiveSession } from "../sessions/active-session.ts";
import type { CheckedRequest } from "./check-request.ts";

/**
 * Whether a session's login is not good enough for a request. Classes that are only wished for never stop a request: after a login it goes on with what was reached.
 * @throws ProtocolRefusal `unmet_authentication_requirements` where an essential class was not reached by a login for this very request
 * @see OpenID Connect Core §5.5.1
 */
export async function needsBetterLogin(
  context: ProviderContext,
  { client, request, scope, audience }: CheckedRequest,
  { session, hasSignedIn }: { readonly session: ActiveSession; readonly hasSignedIn: boolean },
): Promise<boolean> {
  const { acr, amr, authTimeMs } = session.session;
  const essential = findEssentialClasses(request.claims?.id_token?.acr);
  const decide = context.options.authentication ?? acceptReached;
  const decision = await decide({
    clientId: client.clientId,
    accountId: session.account.id,
    scope,
    resources: audience,
    wanted: request.acr_values?.split(" ") ?? client.metadata.default_acr_values ?? [],
    essential,
    acr,
    amr,
    ageSeconds: Math.floor((context.clock() - authTimeMs) / 1000),
  });
  if (decision === "accept") return false;
  if (!hasSignedIn) return true;
  if (essential.length === 0) return false;
  throw refuse(
    "unmet_authentication_requirements",
    "The login did not reach an authentication context class that the request demands (OpenID Connect Core, 5.5.1.1).",
  );
}

function acceptReached({
  essential,
  acr,
}: {
  readonly essential: readonly string[];
  readonly acr?: string | undefined;
}): "accept" | "login" {
  return essential.length === 0 || (acr !== undefined && essential.includes(acr)) ? "accept" : "login";
}

function findEssentialClasses(
  claim:
    | { readonly essential?: boolean; readonly value?: unknown; readonly values?: readonly unknown[] }
    | null
    | undefined,
): readonly string[] {
  if (claim?.essential !== true) return [];
  return [claim.value, ...(claim.values ?? [])].filter((value) => typeof value === "string");
}
