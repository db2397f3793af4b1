export type { AuthorizationServerMetadata } from "../generated/messages/authorization-server-metadata.ts";
export type { IdToken } from "../generated/messages/id-token.ts";
export type { LogoutToken } from "../generated/messages/logout-token.ts";
export type { TokenResponse } from "../generated/messages/token-response.ts";
export type { UserinfoResponse } from "../generated/messages/userinfo-response.ts";
export type { ToleranceName } from "../generated/tolerances.ts";
export type {
  AuthorizationCallOptions,
  ClaimsForScope,
  FinishAuthorizationOptions,
} from "./client/authorization-methods.ts";
export type { PushOutcome } from "./client/backchannel-methods.ts";
export type { AuthorizationCallback } from "./client/callback.ts";
export type { Client } from "./client/client.ts";
export { createClient } from "./client/create-client.ts";
export type { LoginTokenSet } from "./client/custom-token-set.ts";
export type { ClientIntrospectionOptions } from "./client/introspection-methods.ts";
export type {
  BackchannelLogoutHandlers,
  LogoutParameters,
  StartLogoutOptions,
} from "./client/logout-methods.ts";
export type {
  AdmittedServer,
  BackchannelCall,
  ClientEvent,
  ClientOptions,
  ClientProfileName,
  ClientRegistration,
} from "./client/options.ts";
export type { GrantedTokens, TokenOutcome, TokenStep } from "./client/poll-tokens.ts";
export { type RegisterClientOptions, type RegisteredClient, registerClient } from "./client/register-client.ts";
export type { StartedLogout } from "./client/start-logout.ts";
export type { ExchangedTokenSet, JwtBearerParameters } from "./client/token-methods.ts";
export type { UserInfoOptions } from "./client/userinfo-methods.ts";
export type { AuthorizationParameters, ResponseMode, ResponseType } from "./endpoints/authorization-parameters.ts";
export type { AuthorizationTransaction } from "./endpoints/authorization-transaction.ts";
export type { BackchannelAuthentication, BackchannelDeliveryMode } from "./endpoints/backchannel-authentication.ts";
export type { PushedAuthorizationRequests, RequestObjectSettings } from "./endpoints/deliver-authorization.ts";
export type { DeviceAuthorization } from "./endpoints/device-authorization.ts";
export type { EndSessionTransaction } from "./endpoints/end-session.ts";
export type { FrontChannelResponse } from "./endpoints/front-channel-response.ts";
export { isActiveFor } from "./endpoints/introspected-token.ts";
export type { ActiveToken, InactiveToken, Introspection } from "./endpoints/introspection.ts";
export {
  createIntrospectionCache,
  type IntrospectionCache,
  type IntrospectionCacheOptions,
} from "./endpoints/introspection-cache.ts";
export type { RegistrationOptions } from "./endpoints/registration.ts";
export type { Registration, RegistrationChange, RegistrationCredentials } from "./endpoints/registration-result.ts";
export type { ResourceRequest } from "./endpoints/resource-request.ts";
export type { RevocationOutcome, RevokedTokens } from "./endpoints/revoke-tokens.ts";
export type { StartedAuthorization } from "./endpoints/start-authorization.ts";
export { type ExpectedSubject, skipSubjectCheck } from "./endpoints/userinfo.ts";
export { AuthError, isAuthError } from "./errors/auth-error.ts";
export type { AuthErrorCode } from "./errors/codes.ts";
export {
  ConfigurationError,
  isConfigurationError,
  isResponseError,
  isTransportError,
  isVerificationError,
  ResponseError,
  TransportError,
  VerificationError,
} from "./errors/families.ts";
export { isOAuthError, OAuthError } from "./errors/oauth-error.ts";
export { isValidationError, ValidationError, type ValidationIssue } from "./errors/validation-error.ts";
export type { CallOptions, ExtraParameters } from "./exchange/context.ts";
export type { FetchFunction, RequestObserver } from "./http/types.ts";
export type { IssuerTemplateOptions } from "./jwt-profiles/issuer-template.ts";
export type { TokenSet } from "./tokens/token-set.ts";
