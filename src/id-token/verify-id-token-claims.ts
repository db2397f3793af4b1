import type { IdToken } from "../../generated/messages/id-token.ts";
import { type CustomClaims, checkCustomClaims, checkCustomClaimsOption } from "../schema/custom-claims.ts";
import { type IdTokenExpectations, verifyIdToken } from "./verify-id-token.ts";

/** An ID token with claims of a provider's own. */
export interface CustomIdToken<Custom> {
  /** The verified claims as they came, frozen. */
  readonly claims: IdToken;
  /** What the schema made of them. */
  readonly custom: Custom;
}

/** What an ID token is compared with, and the schema of its own claims. */
export interface CustomIdTokenExpectations<Custom> extends IdTokenExpectations {
  /** A message schema that `npm run generate` made, or a validator of Standard Schema. It is shown verified claims only. */
  readonly claims: CustomClaims<Custom>;
}

/**
 * Verifies an ID token like `verifyIdToken`, and then the claims that the application has agreed on with its provider. For userinfo responses,
 * which are verified where they are fetched, `checkCustomClaims` of `ts-identity-model/schema` does the same.
 * @throws as `verifyIdToken`; ValidationError `ERR_VALIDATION_CLAIMS` with every problem of the custom claims; ConfigurationError
 * `ERR_CONFIGURATION_OPTION` for a schema that is none
 * @see OpenID Connect Core §3.1.3.7
 */
export async function verifyIdTokenClaims<Custom>(
  idToken: string,
  { claims: schema, ...expectations }: CustomIdTokenExpectations<Custom>,
): Promise<CustomIdToken<Custom>> {
  checkCustomClaimsOption(schema);
  const claims = await verifyIdToken(idToken, expectations);
  const custom = await checkCustomClaims(claims, schema, { name: "ID token" });
  return Object.freeze({ claims, custom });
}
