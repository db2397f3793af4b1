import type { ReceivedRequest } from "../authorization/received-request.ts";
import { findResponseMode } from "../authorization/return-address.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { ProviderContext } from "../context.ts";
import { refuse } from "../http/refusal.ts";
import type { TokenBinding } from "../tokens/bind-token.ts";
import { findClientProblems } from "./find-client-problems.ts";
import { findProfile } from "./provider-profile.ts";

/**
 * Holds an authorization request to the profile of the provider: how it came, whether it is signed, how the answer goes back, and the client itself.
 * @throws ProtocolRefusal `invalid_request`, `unauthorized_client`
 * @see FAPI 2.0 Security Profile §5.3.2.2
 * @see FAPI 2.0 Message Signing §5.4.1
 */
export function checkProfileRequest(context: ProviderContext, received: ReceivedRequest): void {
  const { client, delivery, isSigned, members } = received;
  const rules = findProfile(context.options.profile);
  checkProfileClient(context, client);
  if (rules.isPushed && delivery === "browser")
    throw refuse("invalid_request", "Requests must be pushed (FAPI 2.0 Security Profile, 5.3.2.2).");
  if (rules.isSigned && delivery !== "stored" && !isSigned)
    throw refuse("invalid_request", "Requests must be signed (FAPI 2.0 Message Signing, 5.3).");
  const mode = findResponseMode(members);
  const { responseModes: modes } = rules;
  if (modes !== undefined && (mode === undefined || !modes.includes(mode)))
    throw refuse("invalid_request", "response_mode must be jwt (FAPI 2.0 Message Signing, 5.4.1).");
  if (rules.isBound && members.redirect_uri === undefined)
    throw refuse("invalid_request", "redirect_uri is missing (FAPI 2.0 Security Profile, 5.3.2.2).");
}

/**
 * Holds a token request to the profile: the client, and that its tokens are bound.
 * @throws ProtocolRefusal `unauthorized_client`, `invalid_request`
 * @see FAPI 2.0 Security Profile §5.3.2.1
 */
export function checkProfileTokenRequest(
  context: ProviderContext,
  { client, binding }: { readonly client: RegisteredClient; readonly binding: TokenBinding },
): void {
  checkProfileClient(context, client);
  const isBound = binding.confirmation !== undefined;
  if (findProfile(context.options.profile).isBound && !isBound)
    throw refuse("invalid_request", "Tokens are bound to a key here (FAPI 2.0 Security Profile, 5.3.2.1).");
}

/** Clients of the store are judged when they come: they may be older than the profile. */
function checkProfileClient({ options }: ProviderContext, client: RegisteredClient): void {
  const [problem] = options.profile === undefined ? [] : findClientProblems(options.profile, client);
  if (problem === undefined) return;
  const { parameter, rule } = problem;
  throw refuse(
    "unauthorized_client",
    `The registration of the client does not meet the profile: ${parameter} ${rule}.`,
  );
}
