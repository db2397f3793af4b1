import { draftFapiCibaLabel, fapi2SecurityLabel } from "../../../generated/documents.ts";
import type { BackchannelCall, ClientOptions, ClientProfile } from "../options.ts";
import { findAlgorithmProblems, findGeneralMetadataProblems } from "./fapi-metadata-rules.ts";
import { fapiAlgorithms, findGeneralProblems } from "./fapi-option-rules.ts";
import { applyFapi } from "./fapi-options.ts";
import { guardAuthentication } from "./guard-authentication.ts";
import { guardKeys } from "./guard-keys.ts";
import {
  createProblemFinder,
  nameOf,
  type ProblemFinder,
  type ProfileDocument,
  type ProfileProblem,
  refuseProblems,
} from "./profile-problem.ts";

/**
 * FAPI CIBA: backchannel authentication with the general rules of the FAPI 2.0 Security Profile. Requests are signed, for a minute; the
 * modes are poll and ping; each request has a binding message, or authorization details that tell one from another. A client of
 * this profile starts no authorization by a browser: that is another client, of another profile.
 * @see FAPI CIBA (draft) §4.1.2
 * @experimental The draft may change.
 */
export const fapiCiba: ClientProfile = /* @__PURE__ */ Object.freeze<ClientProfile>({
  name: /* @__PURE__ */ nameOf(draftFapiCibaLabel),
  algorithms: fapiAlgorithms,
  guardKeys,
  apply(options) {
    refuseProblems(
      "The options of the client",
      [...findGeneralProblems(options), ...findProblems(options)],
      fapiCibaDocument,
    );
    return applyFapi(options);
  },
  admit(server) {
    const { metadata, auth } = server;
    const modes: readonly string[] = metadata.backchannel_token_delivery_modes_supported ?? [];
    const problems = [
      ...findGeneralMetadataProblems(server),
      ...found(
        metadata.backchannel_authentication_endpoint === undefined,
        "backchannel_authentication_endpoint",
        "must be there",
        "4.1.1",
      ),
      ...found(
        !modes.includes("poll"),
        "backchannel_token_delivery_modes_supported",
        "must have poll, which every server has to support",
        "4.1.1",
      ),
      ...findAlgorithmProblems(metadata, ["backchannel_authentication_request_signing_alg_values_supported"]),
    ];
    refuseProblems("The metadata of the server", problems, fapiCibaDocument);
    return guardAuthentication(auth);
  },
  startAuthorization() {
    const problems = found(true, "startAuthorization", "is not for this profile: it has no browser", "4.1.2");
    refuseProblems("The calls of the client", problems, fapiCibaDocument);
    return {};
  },
  startBackchannelAuthentication(started) {
    refuseProblems("The parameters of the authentication", findCallProblems(started), fapiCibaDocument);
    const { call, options } = started;
    return { signingKey: options.key, ...call };
  },
});

function findProblems({ client, key }: ClientOptions<unknown>): readonly ProfileProblem[] {
  const mode: unknown = Reflect.get(client, "backchannel_token_delivery_mode");
  return [
    ...found(key === undefined, "key", "must be there: requests are signed", "4.1.2"),
    ...found(mode === "push", "client.backchannel_token_delivery_mode", "must be poll or ping", "4.1.1"),
  ];
}

function findCallProblems({ message, call }: BackchannelCall): readonly ProfileProblem[] {
  const { binding_message, authorization_details, request } = message;
  const hasContext =
    binding_message !== undefined ||
    authorization_details !== undefined ||
    call.extra?.authorization_details !== undefined;
  return [
    ...found(call.deliveryMode === "push", "deliveryMode", "must be poll or ping", "4.1.1"),
    ...found(request !== undefined, "request", "must be left out: the client signs the request itself", "4.1.2"),
    ...found(
      !hasContext && request === undefined,
      "binding_message",
      "must be there, or authorization_details that tell the user what is authorized",
      "4.1.2",
    ),
  ];
}

const fapiCibaDocument: ProfileDocument = /* @__PURE__ */ Object.freeze({
  label: draftFapiCibaLabel,
  others: [fapi2SecurityLabel],
});
const found: ProblemFinder = /* @__PURE__ */ createProblemFinder("draft-fapi-ciba");
