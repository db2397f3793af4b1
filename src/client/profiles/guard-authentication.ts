import type { ClientAuthentication, ClientAuthenticationContext } from "../../client-auth/client-authentication.ts";
import { decodeJwt } from "../../jose/jwt.ts";
import type { JwtKind } from "../../jose/jwt-type.ts";
import { fapi2, fapiAlgorithms, found } from "./fapi-option-rules.ts";
import { type ProfileProblem, refuseProblems } from "./profile-problem.ts";

/**
 * Watches over the assertions of a client authentication, which the caller may have made: for the issuer and nobody else, as one text,
 * signed with an algorithm of the profile, for five minutes at most.
 * @see FAPI 2.0 Security Profile §5.3.3.1
 */
export function guardAuthentication(auth: ClientAuthentication): ClientAuthentication {
  return Object.freeze<ClientAuthentication>({
    ...auth,
    async authenticate(context) {
      const parts = await auth.authenticate(context);
      const assertion: unknown = Reflect.get(parts.body, "client_assertion");
      if (typeof assertion === "string")
        refuseProblems("The client assertions", findProblems(assertion, context), fapi2);
      return parts;
    },
  });
}

function findProblems(text: string, { issuer }: ClientAuthenticationContext): readonly ProfileProblem[] {
  const { header, unverifiedClaims } = decodeJwt(text, assertionKind);
  const { aud, iat, exp } = unverifiedClaims;
  const lifetime = typeof iat === "number" && typeof exp === "number" ? exp - iat : Number.POSITIVE_INFINITY;
  return [
    ...found(aud !== issuer, "aud", 'must be the issuer as text: leave the option "audience" out', "5.3.3.1"),
    ...found(!fapiAlgorithms.includes(header.alg), "alg", "must be PS256, ES256 or EdDSA", "5.4.1"),
    ...found(
      lifetime > maxLifetimeSeconds,
      "exp",
      `must be ${maxLifetimeSeconds} seconds after iat at most`,
      "5.3.3.1",
    ),
  ];
}

const assertionKind: JwtKind = {
  name: "client assertion",
  types: ["jwt", "client-authentication+jwt"],
  mayOmitType: true,
};
const maxLifetimeSeconds = 300;
