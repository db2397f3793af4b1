import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { ProtocolRefusal } from "../http/refusal.ts";
import { writeDescription } from "../http/respond.ts";
import { respondToClient } from "./respond-to-client.ts";
import type { ReturnAddress } from "./return-address.ts";

/**
 * Answers a request whose client and address are known: what is refused from here on the client is told. What fails inside, and what is
 * about the browser alone, is shown.
 * @see RFC 6749 §4.1.2.1
 */
export async function withReturnAddress(
  context: ProviderContext,
  { request, address }: { readonly request: EndpointRequest; readonly address: ReturnAddress },
  answer: () => Promise<Response>,
): Promise<Response> {
  try {
    return await answer();
  } catch (refusal) {
    if (!(refusal instanceof ProtocolRefusal) || refusal.status !== 400) throw refusal;
    const { error, reason } = refusal;
    context.report({
      type: "request.refused",
      clientId: address.client.clientId,
      endpoint: request.path,
      error,
      reason,
      status: 303,
    });
    const parameters = { error, error_description: writeDescription(refusal.description) };
    return respondToClient(context, request, { address, parameters });
  }
}
