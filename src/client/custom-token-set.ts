import type { IdToken } from "../../generated/messages/id-token.ts";
import { type CustomClaims, checkCustomClaims } from "../schema/custom-claims.ts";
import type { TokenSet } from "../tokens/token-set.ts";

/**
 * The token set of a login: with `custom`, what the client's `idTokenClaims` made of the ID token's claims, where the client has that option;
 * `undefined` where the login has no ID token.
 */
export type LoginTokenSet<Claims extends IdToken | undefined, Custom> = [Custom] extends [undefined]
  ? TokenSet<Claims>
  : TokenSet<Claims> & { readonly custom: Claims extends IdToken ? Custom : undefined };

/**
 * Adds to a token set what a schema makes of the claims of its ID token. Claims that the set has from before stay judged.
 * @throws ValidationError `ERR_VALIDATION_CLAIMS` with every problem of the claims
 */
export async function withCustomClaims<Claims extends IdToken | undefined, Custom>(
  tokens: TokenSet<Claims>,
  schema: CustomClaims<unknown> | undefined,
): Promise<LoginTokenSet<Claims, Custom>> {
  if (schema === undefined) return tokens as LoginTokenSet<Claims, Custom>;
  const { claims } = tokens;
  const custom = claims === undefined ? undefined : await checkCustomClaims(claims, schema, { name: "ID token" });
  // The schema is the one that the type was inferred from.
  return Object.freeze({ ...tokens, custom }) as LoginTokenSet<Claims, Custom>;
}
