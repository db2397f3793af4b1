import { findOAuthErrorMeaning, type OAuthErrorMeaning, requestParameters } from "ts-identity-model/constants";
import { certificateThumbprint, jwkThumbprintUri } from "ts-identity-model/jose";
import {
  appendQuery,
  createParameterList,
  findRedirectUriProblem,
  hasRole,
  hasScope,
  includesScope,
  parseChallenges,
  parseJson,
  randomBase64url,
  subtractScopes,
  toNumericDate,
} from "ts-identity-model/util";

/** Defaults of an application, and what one call adds. The defaults never change. */
const defaults = createParameterList({ scope: "openid profile", resource: ["https://a.example", "https://b.example"] });
const logInAgain = defaults
  .add(requestParameters.prompt, "login")
  .addRequired(requestParameters.state, randomBase64url(32));
export const url = appendQuery("https://id.example.com/authorize?tenant=7", logInAgain.entries);

/** What was asked for and not granted. */
export const missing: readonly string[] = subtractScopes("openid profile email", "openid email");
export const mayRead: boolean = includesScope("read write", "read");

/** Questions to the claims of a verified token. */
const claims = { scope: "read write", realm_access: { roles: ["editor"] } };
export const mayWrite: boolean = hasScope(claims, "write");
export const isEditor: boolean = hasRole(claims, "editor", { claim: ["realm_access", "roles"] });

/** A registration is refused with the rule that it breaks. */
export const problem: string | undefined = findRedirectUriProblem("http://app.example.com/callback")?.message;

/** JSON of somebody else: bounded, and no member twice. */
export const parsed = parseJson('{"sub":"a","sub":"b"}', { maxLength: 10_000 });

/** What a resource demands of the next token. */
export const wanted = parseChallenges('Bearer error="insufficient_scope", scope="write"')[0]?.parameters;

/** What an error means, who acts, and how. */
export const meaning: OAuthErrorMeaning | undefined = findOAuthErrorMeaning("login_required");

export const expiresAt: number = toNumericDate(new Date("2030-01-01T00:00:00Z"));

/** A key by the URI of its thumbprint, a certificate by `x5t#S256`. */
export async function nameKeys(x5c: string): Promise<readonly [key: string, certificate: string]> {
  const jwk = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
  return [await jwkThumbprintUri(jwk), await certificateThumbprint(x5c)];
}
