import { grantTypes } from "../../constants/grant-types.ts";
import { responseTypes } from "../../constants/response-types.ts";
import { refuse } from "../http/refusal.ts";
import { type ReceivedRequest, textOf } from "./received-request.ts";

/**
 * Checks that a code is asked for, and that the client may have one. Tokens do not come through the browser here.
 * @throws ProtocolRefusal `invalid_request`, `unsupported_response_type`, `unauthorized_client`
 * @see RFC 6749 §3.1.1
 * @see RFC 9700 §2.1.2
 */
export function checkResponseType({ client, members }: ReceivedRequest): void {
  const responseType = textOf(members, "response_type");
  if (responseType === undefined) throw refuse("invalid_request", "response_type is missing (RFC 6749, 3.1.1).");
  if (responseType !== responseTypes.code)
    throw refuse("unsupported_response_type", "This server knows the response_type code alone (RFC 9700, 2.1.2).");
  const mayHaveCode =
    client.grantTypes.includes(grantTypes.authorizationCode) && client.responseTypes.includes(responseTypes.code);
  if (!mayHaveCode) throw refuse("unauthorized_client", "The client is not registered for codes (RFC 7591, 2).");
}
