import { draftOauth21Label } from "../../../generated/documents.ts";
import { findRedirectUriProblem } from "../../util/redirect-uri.ts";
import type { ClientProfile } from "../options.ts";
import { hasSome } from "./fapi-option-rules.ts";
import {
  createProblemFinder,
  nameOf,
  type ProblemFinder,
  type ProfileDocument,
  refuseProblems,
} from "./profile-problem.ts";

/**
 * OAuth 2.1: codes with PKCE only, no access token from the browser, redirect URIs that are safe and compared as they are. What
 * else the draft takes away, this library never does: the password grant is no method of a client, and no token stands in a URL.
 * @see https://datatracker.ietf.org/doc/draft-ietf-oauth-v2-1/
 * @experimental The draft may change.
 */
export const oauth21: ClientProfile = /* @__PURE__ */ Object.freeze<ClientProfile>({
  name: /* @__PURE__ */ nameOf(draftOauth21Label),
  apply(options) {
    const { client } = options;
    const { redirect_uris = [] } = client;
    const problems = [
      ...redirect_uris.flatMap((uri) => {
        const problem = findRedirectUriProblem(uri, { applicationType: "native" });
        return found(problem !== undefined, "client.redirect_uris", problem?.message ?? "", codeGrant);
      }),
      ...found(hasSome(client, "grant_types", ["implicit", "password"]), "client.grant_types", grantRule, differences),
      ...found(
        hasToken(Reflect.get(client, "response_types")),
        "client.response_types",
        "must have none with token",
        differences,
      ),
    ];
    refuseProblems("The options of the client", problems, draft);
    return options;
  },
  admit({ metadata, auth }) {
    const methods: readonly string[] | undefined = metadata.code_challenge_methods_supported;
    const isUnfit = methods !== undefined && !methods.includes("S256");
    refuseProblems(
      "The metadata of the server",
      found(isUnfit, "code_challenge_methods_supported", "must have S256", codeGrant),
      draft,
    );
    return auth;
  },
  startAuthorization({ response_type }) {
    const problems = found(hasToken([response_type]), "response_type", "must not have token", differences);
    refuseProblems("The parameters of the authorization", problems, draft);
    return {};
  },
});

function hasToken(types: unknown): boolean {
  return Array.isArray(types) && types.some((type) => String(type).split(" ").includes("token"));
}

const draft: ProfileDocument = /* @__PURE__ */ Object.freeze({ label: draftOauth21Label });
const grantRule = "must have neither implicit nor password";
const codeGrant = "Authorization Code Grant";
const differences = "Differences from OAuth 2.0";
const found: ProblemFinder = /* @__PURE__ */ createProblemFinder("draft-oauth21");
