import type { ToleranceName } from "../generated/tolerances.ts";

export type { ToleranceName } from "../generated/tolerances.ts";
export { tolerating } from "./exchange/tolerating.ts";
export type { Toleration } from "./schema/check.ts";

/**
 * What Sign in with Apple needs. `boolean-string`: `email_verified` of the ID token is documented as text or boolean.
 * @see OpenID Connect Core §5.1
 */
export const appleTolerances: readonly ToleranceName[] = ["boolean-string"];

/**
 * What Auth0 needs. `iso-8601-date`: `updated_at` of ID token and UserInfo is ISO 8601 text.
 * @see OpenID Connect Core §5.1
 */
export const auth0Tolerances: readonly ToleranceName[] = ["iso-8601-date"];

/**
 * What Amazon Cognito needs. `boolean-string`: `email_verified` and `phone_number_verified` of UserInfo are text.
 * @see OpenID Connect Core §5.1
 */
export const amazonCognitoTolerances: readonly ToleranceName[] = ["boolean-string"];

/**
 * What GitHub needs, for OAuth Apps and GitHub Apps. `scope-comma`: granted scope values are separated by commas;
 * `empty-strings`: the scope of a GitHub App's token is empty; `form-encoded-response`: the token response is form text where
 * something between client and server drops the `Accept` field.
 * @see RFC 6749 §5.1
 */
export const githubTolerances: readonly ToleranceName[] = ["scope-comma", "empty-strings", "form-encoded-response"];

/**
 * What Google needs, for the device grant only. `verification-url`: the page is named `verification_url`.
 * @see RFC 8628 §3.2
 */
export const googleTolerances: readonly ToleranceName[] = ["verification-url"];

/**
 * What LinkedIn needs. `token-type-missing`: the token response lacks `token_type`; `scope-comma`: scope values are separated by
 * commas, in introspection answers too.
 * @see RFC 6749 §5.1
 */
export const linkedinTolerances: readonly ToleranceName[] = ["token-type-missing", "scope-comma"];

/**
 * What one tenant of Microsoft Entra needs at the endpoints of version 2.0. `metadata-member-missing`: the metadata offer
 * `private_key_jwt` without saying which algorithms they take.
 * @see RFC 8414 §2
 */
export const microsoftEntraTolerances: readonly ToleranceName[] = ["metadata-member-missing"];

/**
 * What one tenant of Microsoft Entra needs at the endpoints of version 1.0. `metadata-member-missing` as for version 2.0;
 * `expires-in-string`: `expires_in` and `interval` are text; `verification-url`: the page of the device grant is named `verification_url`.
 * @see RFC 6749 §5.1
 * @see RFC 8628 §3.2
 */
export const microsoftEntraV1Tolerances: readonly ToleranceName[] = [
  "metadata-member-missing",
  "expires-in-string",
  "verification-url",
];

/**
 * What Okta needs. `metadata-member-missing`: the metadata offer `private_key_jwt` and `client_secret_jwt` for the token,
 * introspection and revocation endpoints without saying which algorithms they take.
 * @see RFC 8414 §2
 */
export const oktaTolerances: readonly ToleranceName[] = ["metadata-member-missing"];

/**
 * What Salesforce needs. `metadata-member-missing`: the metadata offer `private_key_jwt` without saying which algorithms it takes;
 * `iso-8601-date`: `updated_at` of UserInfo is ISO 8601 text.
 * @see RFC 8414 §2
 * @see OpenID Connect Core §5.1
 */
export const salesforceTolerances: readonly ToleranceName[] = ["metadata-member-missing", "iso-8601-date"];

/**
 * What Slack needs for installing an app (`oauth.v2.access`); Sign in with Slack needs nothing. `token-type-alias`: `token_type` is
 * `bot` or `user`; `scope-comma`: scope values are separated by commas.
 * @see RFC 6749 §5.1
 */
export const slackTolerances: readonly ToleranceName[] = ["token-type-alias", "scope-comma"];
