import type { AuthorizationRequest } from "../../../generated/messages/authorization-request.ts";
import { redirect } from "../browser/redirect.ts";
import type { ProviderContext } from "../context.ts";
import { createHandle } from "../crypto/handle.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { refuse } from "../http/refusal.ts";
import type { Interaction, Prompt } from "../interaction/interaction.ts";
import { createInteraction, finishInteraction, promptUrl, updateInteraction } from "../interaction/interactions.ts";
import { readSession, rememberClient } from "../sessions/sessions.ts";
import { storeCode } from "./authorization-code.ts";
import type { CheckedRequest } from "./check-request.ts";
import { rememberConsent } from "./consent-policy.ts";
import { type Decision, decide, type InteractionProgress } from "./decide.ts";
import { consumePushedRequest } from "./pushed-request.ts";
import { respondToClient } from "./respond-to-client.ts";
import type { ReturnAddress } from "./return-address.ts";

/** A request that is good, and how far it has come. */
export interface AuthorizationTurn {
  readonly address: ReturnAddress;
  readonly call: CheckedRequest;
  readonly progress: InteractionProgress;
  /** Left out: nobody was asked anything yet. */
  readonly interaction?: Interaction | undefined;
  readonly pushedRequestHash?: string | undefined;
}

/**
 * Takes a good request one step on: to the page of what must be asked next, or to the client with a code.
 * @throws ProtocolRefusal as `decide`; `invalid_request_uri` where a code was issued for the pushed request already; `invalid_request` (409) where the interaction is
 * over
 */
export async function answerAuthorization(
  context: ProviderContext,
  request: EndpointRequest,
  turn: AuthorizationTurn,
): Promise<Response> {
  const session = await readSession(context, request);
  const decision = await decide(context, turn.call, { session, progress: turn.progress });
  if (decision.step === "issue") return sendCode(context, request, { ...turn, ...decision });
  const response = await askFor(context, request, { ...turn, prompt: decision.prompt });
  for (const cookie of session?.cookies ?? []) response.headers.append("Set-Cookie", cookie);
  return response;
}

async function askFor(
  context: ProviderContext,
  request: EndpointRequest,
  { call, interaction, prompt, pushedRequestHash }: AuthorizationTurn & { readonly prompt: Prompt },
): Promise<Response> {
  if (interaction !== undefined) {
    // What was said is used up, or was said by somebody else.
    const changes = { prompt, consented: undefined, consentedSid: undefined };
    return redirect(promptUrl(context, await updateInteraction(context, interaction, changes)));
  }
  const { clientId } = call.client;
  const created = await createInteraction(context, request, {
    clientId,
    request: withScope(call),
    prompt,
    ...(pushedRequestHash === undefined ? {} : { pushedRequestHash }),
  });
  return created.response;
}

/** The scope that a person is shown is the one that they allow, whatever the client registers for meanwhile. */
function withScope({ request, scope }: CheckedRequest): AuthorizationRequest {
  return request.scope !== undefined || scope.length === 0 ? request : { ...request, scope: scope.join(" ") };
}

/**
 * The answer is made first and the code kept last, so that what fails uses nothing up. Of several that come with one pushed request, one alone gets a code.
 */
async function sendCode(
  context: ProviderContext,
  request: EndpointRequest,
  turn: AuthorizationTurn & Extract<Decision, { readonly step: "issue" }>,
): Promise<Response> {
  const { address, call, interaction, pushedRequestHash, session, restsOnConsent, isNewConsent } = turn;
  const { client } = call;
  const { account } = session;
  const code = createHandle(context.random);
  const { cookies } = session;
  const response = await respondToClient(context, request, { address, parameters: { code }, cookies });
  if (isNewConsent) await rememberConsent(context, { client, account, request: call.request });
  await rememberClient(context, session.session, client.clientId);
  if (interaction !== undefined && !(await finishInteraction(context, interaction))) throw finishedElsewhere();
  if (pushedRequestHash !== undefined) await consumePushedRequest(context, pushedRequestHash);
  await storeCode(context, call, { code, redirectUri: address.redirectUri, session, restsOnConsent });
  const { sid, accountId } = session.session;
  context.report({ type: "authorization.granted", clientId: client.clientId, accountId, sid, endpoint: request.path });
  return response;
}

/** Shown, not sent: the client has its answer. */
function finishedElsewhere(): Error {
  const description = "The request was answered already, in another tab. Go back to the application.";
  return refuse("invalid_request", { description, status: 409, reason: "the interaction is over" });
}
