import { fapi2SecurityLabel } from "../../../generated/documents.ts";
import type { AuthorizationParameters } from "../../endpoints/authorization-parameters.ts";
import type { ClientProfile } from "../options.ts";
import {
  findCodeFlowMetadataProblems,
  findGeneralMetadataProblems,
  findIssuerProblems,
} from "./fapi-metadata-rules.ts";
import { fapi2, fapiAlgorithms, findCodeFlowProblems, findGeneralProblems, found } from "./fapi-option-rules.ts";
import { applyFapi } from "./fapi-options.ts";
import { guardAuthentication } from "./guard-authentication.ts";
import { guardKeys } from "./guard-keys.ts";
import { nameOf, refuseProblems } from "./profile-problem.ts";

/**
 * The FAPI 2.0 Security Profile: a confidential client that authenticates with a key or a certificate, whose tokens are bound to one, that
 * pushes every request, uses PKCE and checks `iss`; JWTs of `PS256`, `ES256` and `EdDSA` only.
 * @see FAPI 2.0 Security Profile §5.3.3.1
 * @see FAPI 2.0 Security Profile §5.3.3.2
 */
export const fapi2Security: ClientProfile = /* @__PURE__ */ Object.freeze<ClientProfile>({
  name: /* @__PURE__ */ nameOf(fapi2SecurityLabel),
  algorithms: fapiAlgorithms,
  guardKeys,
  apply(options) {
    refuseProblems(
      "The options of the client",
      [...findGeneralProblems(options), ...findCodeFlowProblems(options)],
      fapi2,
    );
    return applyFapi(options);
  },
  admit(server) {
    const { metadata, auth } = server;
    const problems = [
      ...findGeneralMetadataProblems(server),
      ...findCodeFlowMetadataProblems(metadata),
      ...findIssuerProblems(metadata),
    ];
    refuseProblems("The metadata of the server", problems, fapi2);
    return guardAuthentication(auth);
  },
  startAuthorization(parameters) {
    requireCode(parameters);
    return {};
  },
});

/**
 * Refuses an authorization that asks for anything but a code.
 * @throws ConfigurationError `ERR_CONFIGURATION_PROFILE`
 * @see FAPI 2.0 Security Profile §5.3.2.2
 */
export function requireCode({ response_type = "code" }: AuthorizationParameters): void {
  const problems = found(response_type !== "code", "response_type", "must be code", "5.3.2.2");
  refuseProblems("The parameters of the authorization", problems, fapi2);
}
