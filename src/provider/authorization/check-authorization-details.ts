import {
  type AuthorizationDetail,
  authorizationDetailSchema,
} from "../../../generated/messages/authorization-detail.ts";
import { checkMessage } from "../../schema/check.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";
import type { AuthorizationDetailCheck } from "./authorization-options.ts";

/**
 * Checks each authorization detail by its type, which the server must know and the client must be registered for. A client of the configuration that is
 * registered with no list may use every type; one that was registered at run time none.
 * @returns the details as the checks gave them
 * @throws ProtocolRefusal `invalid_authorization_details`
 * @see RFC 9396 §5
 * @see RFC 9396 §10
 */
export async function checkAuthorizationDetails(
  { options }: ProviderContext,
  { metadata, isConfigured }: RegisteredClient,
  details: readonly AuthorizationDetail[] = [],
): Promise<readonly AuthorizationDetail[]> {
  const { authorizationDetails: checks = {} } = options;
  const { authorization_details_types: registered } = metadata;
  const checked: AuthorizationDetail[] = [];
  for (const [index, detail] of details.entries()) {
    const check = Object.hasOwn(checks, detail.type) ? checks[detail.type] : undefined;
    if (check === undefined) throw wrong(index, "has a type that this server does not know");
    if (registered === undefined ? !isConfigured : !registered.includes(detail.type))
      throw wrong(index, "has a type that the client is not registered for");
    checked.push(await checkDetail(check, detail, index));
  }
  return checked;
}

async function checkDetail(
  check: AuthorizationDetailCheck,
  detail: AuthorizationDetail,
  index: number,
): Promise<AuthorizationDetail> {
  if (typeof check === "function") {
    const problem = await check(detail);
    if (problem !== undefined) throw wrong(index, problem);
    return detail;
  }
  const judged = await check["~standard"].validate(detail);
  if (judged.issues !== undefined) throw wrong(index, judged.issues[0]?.message ?? "breaks its schema");
  const result = checkMessage(authorizationDetailSchema, judged.value);
  if (result.ok && result.message.type === detail.type) return result.message;
  throw new Error("The check of an authorization detail made something of it that has not its type.");
}

function wrong(index: number, problem: string): Error {
  return refuse("invalid_authorization_details", `authorization_details[${index}]: ${problem} (RFC 9396, 5).`);
}
