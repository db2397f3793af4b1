import { fapi2MessageSigningLabel, fapi2SecurityLabel } from "../../../generated/documents.ts";
import type { ClientOptions, ClientProfile } from "../options.ts";
import {
  type AlgorithmMember,
  findAlgorithmProblems,
  findCodeFlowMetadataProblems,
  findGeneralMetadataProblems,
} from "./fapi-metadata-rules.ts";
import { fapiAlgorithms, findCodeFlowProblems, findGeneralProblems } from "./fapi-option-rules.ts";
import { applyFapi } from "./fapi-options.ts";
import { requireCode } from "./fapi2-security.ts";
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
 * FAPI 2.0 Message Signing on top of the Security Profile: requests are pushed as signed request objects, responses come as JWTs
 * (`response_mode=jwt`), and introspection asks for signed answers.
 * @see FAPI 2.0 Message Signing §5.3.2
 * @see FAPI 2.0 Message Signing §5.4.2
 * @see FAPI 2.0 Message Signing §5.5.2
 */
export const fapi2MessageSigning: ClientProfile = /* @__PURE__ */ Object.freeze<ClientProfile>({
  name: /* @__PURE__ */ nameOf(fapi2MessageSigningLabel),
  algorithms: fapiAlgorithms,
  introspectionAlgorithms: fapiAlgorithms,
  introspection: { responseFormat: "jwt" },
  guardKeys,
  apply(options) {
    const problems = [...findGeneralProblems(options), ...findCodeFlowProblems(options), ...findProblems(options)];
    refuseProblems("The options of the client", problems, messageSigning);
    const applied = applyFapi(options);
    return Object.freeze({ ...applied, requestObject: { ...applied.requestObject } });
  },
  admit(server) {
    const { metadata, auth } = server;
    const modes: readonly string[] | undefined = metadata.response_modes_supported;
    const problems = [
      ...findGeneralMetadataProblems(server),
      ...findCodeFlowMetadataProblems(metadata),
      ...found(modes !== undefined && !modes.includes("jwt"), "response_modes_supported", "must have jwt", "5.4.1"),
      ...findAlgorithmProblems(metadata, signedMembers),
    ];
    refuseProblems("The metadata of the server", problems, messageSigning);
    return guardAuthentication(auth);
  },
  startAuthorization(parameters) {
    requireCode(parameters);
    const { response_mode = "jwt" } = parameters;
    const problems = found(response_mode !== "jwt", "response_mode", "must be jwt", "5.4.2");
    refuseProblems("The parameters of the authorization", problems, messageSigning);
    return { response_mode };
  },
});

function findProblems({
  key,
  requestObject,
  clockToleranceSeconds = 10,
}: ClientOptions<unknown>): readonly ProfileProblem[] {
  const { lifetimeSeconds = 300, host } = requestObject ?? {};
  return [
    ...found(
      key === undefined && requestObject?.key === undefined,
      "key",
      "must be there: requests are signed",
      "5.3.2",
    ),
    ...found(
      lifetimeSeconds + Math.ceil(clockToleranceSeconds) > 3600,
      "requestObject.lifetimeSeconds",
      "must leave exp 60 minutes after nbf at most, which lies back by clockToleranceSeconds",
      "5.3.1",
    ),
    ...found(host !== undefined, "requestObject.host", "must be left out: request objects are pushed", "5.3.2"),
  ];
}

const messageSigning: ProfileDocument = /* @__PURE__ */ Object.freeze({
  label: fapi2MessageSigningLabel,
  others: [fapi2SecurityLabel],
});
const signedMembers: readonly AlgorithmMember[] = [
  "request_object_signing_alg_values_supported",
  "authorization_signing_alg_values_supported",
  "introspection_signing_alg_values_supported",
];
const found: ProblemFinder = /* @__PURE__ */ createProblemFinder("fapi2-message-signing");
