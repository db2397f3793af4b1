import type { JwtKind } from "../jose/jwt-type.ts";

/**
 * What a token must be: `rfc9068`, as RFC 9068 has it; `legacy`, as servers without that profile issue them: of no type of their own, with
 * `scp` for `scope`, `azp`, `appid` or `cid` for `client_id`, and perhaps without `sub`, `iat` and `jti`.
 *
 * @see RFC 9068 §4
 */
export type AccessTokenProfile = "rfc9068" | "legacy";

/** Access tokens of servers that give them no type. What keeps other JWTs apart then are their claims alone. */
export const legacyAccessTokenKind: JwtKind = { name: "access token", types: ["at+jwt", "jwt"], mayOmitType: true };
