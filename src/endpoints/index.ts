export { buildAuthorizationUrl } from "./authorization.ts";
export { type CodeResponse, readAuthorizationResponse } from "./authorization-response.ts";
export type { AuthorizationTransaction } from "./authorization-transaction.ts";
export { authorizationCodeGrant } from "./grants/authorization-code.ts";
export { clientCredentialsGrant } from "./grants/client-credentials.ts";
export type { GrantResult } from "./grants/grant-result.ts";
export { type RefreshTokenGrantOptions, refreshTokenGrant } from "./grants/refresh-token.ts";
export { buildTokenRequest, fetchToken, readTokenResponse, type TokenHttpRequest } from "./token.ts";
export {
  type ExpectedSubject,
  fetchUserinfo,
  readUserinfoResponse,
  skipSubjectCheck,
  type UserinfoRequestOptions,
} from "./userinfo.ts";
