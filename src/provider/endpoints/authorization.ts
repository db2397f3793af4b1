import { encodeForm } from "../../schema/form.ts";
import { answerAuthorization } from "../authorization/answer-authorization.ts";
import { checkRequest } from "../authorization/check-request.ts";
import { storeRequest } from "../authorization/pushed-request.ts";
import { readAuthorizationParameters } from "../authorization/read-authorization-parameters.ts";
import { findRequestClient, receiveRequest } from "../authorization/receive-request.ts";
import { findReturnAddress } from "../authorization/return-address.ts";
import { withReturnAddress } from "../authorization/with-return-address.ts";
import { redirect } from "../browser/redirect.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { refuse } from "../http/refusal.ts";
import type { Route } from "../http/route.ts";
import { finishInteraction, readInteraction } from "../interaction/interactions.ts";
import { limitRequests, requestNetwork } from "../throttling/limit-requests.ts";

/**
 * The authorization endpoint. First the parameters, the client and the address, whose errors are shown; from there on errors go to the client. Only a request in
 * which nothing is wrong meets a session or a page.
 * @see RFC 6749 §3.1
 * @see RFC 6749 §4.1.2.1
 */
export const authorizationRoute: Route = {
  path: "/authorize",
  methods: ["GET", "POST"],
  kind: "page",
  metadata: "authorization_endpoint",
  handle: handleAuthorization,
};

/** Where a page sends the browser back to: the stored request goes on, and everything in it is checked again. */
export const authorizationResumeRoute: Route = {
  path: "/authorize/resume",
  methods: ["GET"],
  kind: "page",
  handle: handleResume,
};

async function handleAuthorization(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  const parameters = await readAuthorizationParameters(request);
  const received = await receiveRequest(context, parameters);
  const address = findReturnAddress(received);
  return withReturnAddress(context, { request, address }, async () => {
    const call = await checkRequest(context, received);
    const { client, isSigned, pushedRequestHash } = received;
    if (request.raw.method !== "POST")
      return answerAuthorization(context, request, { address, call, progress: {}, pushedRequestHash });
    if (pushedRequestHash === undefined) await limitRequests(context, "interaction", requestNetwork(request));
    // A form of another site comes without the cookies of a session; the GET that follows it has them.
    const requestUri =
      pushedRequestHash === undefined
        ? await storeRequest(context, { client, request: call.request, isSigned, delivery: "stored" })
        : (parameters.get("request_uri") ?? "");
    const query = encodeForm([
      ["client_id", client.clientId],
      ["request_uri", requestUri],
    ]);
    return redirect(`${context.urlOf("/authorize")}?${query}`);
  });
}

async function handleResume(context: ProviderContext, request: EndpointRequest): Promise<Response> {
  if (request.raw.method !== "GET") {
    const headers = { Allow: "GET" };
    throw refuse("invalid_request", { description: "The endpoint takes GET only.", status: 405, headers });
  }
  const id = new URL(request.raw.url).searchParams.get("interaction") ?? "";
  const interaction = await readInteraction(context, request, id);
  const { clientId, request: members, pushedRequestHash } = interaction;
  const client = await findRequestClient(context, clientId);
  const received = { client, members: { ...members }, delivery: "stored", isSigned: false, pushedRequestHash } as const;
  const address = findReturnAddress(received);
  return withReturnAddress(context, { request, address }, async () => {
    if (interaction.consented === false) {
      await finishInteraction(context, interaction);
      context.report({ type: "authorization.denied", clientId, endpoint: request.path });
      throw refuse("access_denied", "The user has denied the request.");
    }
    const call = await checkRequest(context, received);
    return answerAuthorization(context, request, {
      address,
      call,
      progress: interaction,
      interaction,
      pushedRequestHash,
    });
  });
}
