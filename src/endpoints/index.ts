export type { ClientHttpRequest } from "../exchange/client-request.ts";
export type { CallOptions, ExchangeContext, ExtraParameters } from "../exchange/context.ts";
export { createExchangeContext, type ExchangeContextOptions } from "../exchange/create-context.ts";
export type { ExchangeEvent } from "../exchange/exchange-event.ts";
export { createHttp, type Http } from "../http/openapi-client.ts";
export type { FetchFunction, HttpAnswer, HttpOptions } from "../http/types.ts";
export { type AuthorizationForm, buildAuthorizationForm, buildAuthorizationUrl } from "./authorization.ts";
export { type CodeResponse, readAuthorizationResponse } from "./authorization-response.ts";
export type { AuthorizationTransaction } from "./authorization-transaction.ts";
export {
  type FrontChannelOptions,
  type FrontChannelResponse,
  readFrontChannelResponse,
} from "./front-channel-response.ts";
export { authorizationCodeGrant } from "./grants/authorization-code.ts";
export { clientCredentialsGrant } from "./grants/client-credentials.ts";
export type { GrantResult } from "./grants/grant-result.ts";
export { type RefreshTokenGrantOptions, refreshTokenGrant } from "./grants/refresh-token.ts";
export { buildTokenRequest, fetchToken, readTokenResponse, type SentTokenRequest } from "./token.ts";
export {
  type ExpectedSubject,
  fetchUserinfo,
  fetchUserinfoByPost,
  readUserinfoResponse,
  skipSubjectCheck,
  type UserinfoRequestOptions,
} from "./userinfo.ts";
