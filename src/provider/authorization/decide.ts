import type { OAuthErrorName } from "../../constants/oauth-errors.ts";
import { promptValues } from "../../constants/prompt-values.ts";
import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";
import type { Interaction, Prompt } from "../interaction/interaction.ts";
import type { ActiveSession } from "../sessions/active-session.ts";
import { subjectFor } from "../tokens/subject.ts";
import type { CheckedRequest } from "./check-request.ts";
import { findMissingConsent } from "./consent-policy.ts";
import { needsBetterLogin } from "./judge-login.ts";

/** What has been done for a request so far. */
export type InteractionProgress = Pick<
  Interaction,
  "authenticatedSid" | "isAccountSelected" | "consented" | "consentedSid"
>;

/** What a request needs next: a person who does something, or nothing any more. */
export type Decision =
  | { readonly step: "ask"; readonly prompt: Prompt }
  | {
      readonly step: "issue";
      readonly session: ActiveSession;
      /** Whether the code is good only as long as the consent is not withdrawn. */
      readonly restsOnConsent: boolean;
      /** Whether the person has just said so, and it is to be remembered. */
      readonly isNewConsent: boolean;
    };

/**
 * Decides what a request needs next, in this order: a login, another password, a choice of account, consent. What this request has asked for once it does not
 * ask for again.
 * @throws ProtocolRefusal `login_required` after a login as somebody else than the request is about, `unmet_authentication_requirements` after one that is not
 * good enough; with `prompt=none` the error for what would have to be asked
 * @see OpenID Connect Core §3.1.2.1
 * @see OpenID Connect Core §3.1.2.6
 */
export async function decide(
  context: ProviderContext,
  call: CheckedRequest,
  { session, progress }: { readonly session: ActiveSession | undefined; readonly progress: InteractionProgress },
): Promise<Decision> {
  const decision = await decideNext(context, call, { session, progress });
  if (decision.step === "issue" || !call.prompts.includes(promptValues.none)) return decision;
  const [error, description] = silentErrors[decision.prompt];
  throw refuse(error, `${description}, and prompt=none forbids to ask (OpenID Connect Core, 3.1.2.6).`);
}

async function decideNext(
  context: ProviderContext,
  call: CheckedRequest,
  { session, progress }: { readonly session: ActiveSession | undefined; readonly progress: InteractionProgress },
): Promise<Decision> {
  const { client, request, prompts } = call;
  if (session === undefined) return ask("login");
  const hasSignedIn = progress.authenticatedSid !== undefined && progress.authenticatedSid === session.session.sid;
  if (await needsLogin(context, call, { session, hasSignedIn })) return ask("login");
  if (session.account.requiresPasswordChange === true) return ask("change_password");
  const mustSelect = prompts.includes(promptValues.selectAccount) && progress.isAccountSelected !== true;
  if (mustSelect && !hasSignedIn) return ask("select_account");
  const { account } = session;
  const { isNeeded, restsOnConsent } = await findMissingConsent(context, { client, account, request });
  const hasConsented = progress.consented === true && progress.consentedSid === session.session.sid;
  const isNewConsent = isNeeded && hasConsented;
  if (isNeeded && !isNewConsent) return ask("consent");
  return { step: "issue", session, restsOnConsent, isNewConsent };
}

async function needsLogin(
  context: ProviderContext,
  call: CheckedRequest,
  { session, hasSignedIn }: { readonly session: ActiveSession; readonly hasSignedIn: boolean },
): Promise<boolean> {
  const { client, request, prompts, expectedSubjects } = call;
  if (prompts.includes(promptValues.login) && !hasSignedIn) return true;
  const maxAge = request.max_age ?? client.metadata.default_max_age;
  const ageMs = context.clock() - session.session.authTimeMs;
  // After a login for this very request any age will do: the person may have taken time to consent.
  // Zero means a new login, in the same millisecond as well.
  const isTooOld = maxAge !== undefined && (ageMs > maxAge * 1000 || maxAge === 0);
  if (isTooOld && !hasSignedIn) return true;
  if (expectedSubjects !== undefined) {
    const sub = await subjectFor(context, client, session.account.id);
    if (!expectedSubjects.includes(sub)) {
      if (!hasSignedIn) return true;
      throw refuse(
        "login_required",
        "Somebody else has signed in than the request is about (OpenID Connect Core, 3.1.2.1).",
      );
    }
  }
  return needsBetterLogin(context, call, { session, hasSignedIn });
}

function ask(prompt: Prompt): Decision {
  return { step: "ask", prompt };
}

const silentErrors: Readonly<Record<Prompt, readonly [error: OAuthErrorName, description: string]>> = {
  login: ["login_required", "A login is needed"],
  consent: ["consent_required", "Consent is needed"],
  select_account: ["account_selection_required", "An account must be chosen"],
  change_password: ["interaction_required", "The account needs attention"],
};
