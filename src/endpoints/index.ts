export type { ClientHttpRequest } from "../exchange/client-request.ts";
export type { CallOptions, ExchangeContext, ExtraParameters } from "../exchange/context.ts";
export { createExchangeContext, type ExchangeContextOptions } from "../exchange/create-context.ts";
export { type ErrorExplanation, errorExplanation } from "../exchange/error-explanation.ts";
export type { ExchangeEvent } from "../exchange/exchange-event.ts";
export { createHttp, type Http } from "../http/openapi-client.ts";
export { createRetry, type HttpRetriedEvent, type RetryOptions } from "../http/retry.ts";
export type {
  FetchFunction,
  HttpAnswer,
  HttpClientOptions,
  HttpOptions,
  HttpRetry,
  RequestObserver,
  RetriedCall,
  SentRequest,
} from "../http/types.ts";
export type { PresentableToken, TokenPresenter } from "./access-token.ts";
export { fetchAttestationChallenge, readAttestationChallengeResponse } from "./attestation-challenge.ts";
export { type AuthorizationForm, buildAuthorizationForm, buildAuthorizationUrl } from "./authorization.ts";
export { checkAuthorizationDetailTypes } from "./authorization-details.ts";
export type { AuthorizationParameters, ResponseMode, ResponseType } from "./authorization-parameters.ts";
export type { AuthorizationRegistration } from "./authorization-registration.ts";
export { type CodeResponse, readAuthorizationResponse } from "./authorization-response.ts";
export type { AuthorizationTransaction } from "./authorization-transaction.ts";
export {
  type BackchannelAuthentication,
  type BackchannelAuthenticationOptions,
  type BackchannelDeliveryMode,
  buildBackchannelAuthenticationRequest,
  fetchBackchannelAuthentication,
  readBackchannelAuthenticationResponse,
} from "./backchannel-authentication.ts";
export {
  type BackchannelLogoutOptions,
  backchannelLogoutKey,
  buildBackchannelLogoutResponse,
  readBackchannelLogout,
} from "./backchannel-logout.ts";
export {
  type BackchannelPing,
  type BackchannelPush,
  type GrantedPush,
  type NotificationOptions,
  type RefusedPush,
  readBackchannelPing,
  readBackchannelPush,
} from "./backchannel-notification.ts";
export type { BackchannelNotification, ExpectedAuthentication } from "./backchannel-notification-request.ts";
export {
  type BackchannelTokenOptions,
  type PollBackchannelTokenOptions,
  pollBackchannelToken,
  requestBackchannelToken,
} from "./backchannel-token.ts";
export {
  buildCheckSessionFrame,
  type CheckSessionFrame,
  calculateSessionState,
  formatCheckSessionMessage,
  readCheckSessionReply,
  type SessionStateInput,
} from "./check-session.ts";
export {
  type CheckSessionPoller,
  type CheckSessionPollerOptions,
  createCheckSessionPoller,
  type FrameMessageEvent,
  type PolledFrame,
  type PollingWindow,
} from "./check-session-poller.ts";
export type { TrustedClaimIssuer } from "./claim-source-jwt.ts";
export {
  type ClaimSourceOptions,
  type ResolvedClaim,
  type ResolvedClaims,
  resolveClaimSources,
  type SourcedClaims,
  type UnresolvedClaim,
} from "./claim-sources.ts";
export type {
  AuthorizationDelivery,
  PushedAuthorizationRequests,
  RequestObjectSettings,
} from "./deliver-authorization.ts";
export {
  buildDeviceAuthorizationRequest,
  type DeviceAuthorization,
  fetchDeviceAuthorization,
  readDeviceAuthorizationResponse,
} from "./device-authorization.ts";
export {
  type DeviceTokenOptions,
  type PollDeviceTokenOptions,
  pollDeviceToken,
  requestDeviceToken,
} from "./device-token.ts";
export {
  buildEndSessionForm,
  buildEndSessionUrl,
  type EndSessionForm,
  type EndSessionOptions,
  type EndSessionTransaction,
  readEndSessionResponse,
} from "./end-session.ts";
export { finishLogin } from "./finish-login.ts";
export {
  type FrontChannelOptions,
  type FrontChannelResponse,
  readFrontChannelResponse,
} from "./front-channel-response.ts";
export {
  buildFrontchannelLogoutResponse,
  type FrontchannelLogoutOptions,
  type FrontchannelLogoutResponseOptions,
  readFrontchannelLogout,
} from "./frontchannel-logout.ts";
export { authorizationCodeGrant } from "./grants/authorization-code.ts";
export { type CibaGrantOptions, cibaGrant } from "./grants/ciba.ts";
export { clientCredentialsGrant } from "./grants/client-credentials.ts";
export { type DeviceCodeGrantOptions, deviceCodeGrant } from "./grants/device-code.ts";
export {
  type ExtensionGrantMessage,
  type ExtensionParameter,
  type ExtensionParameters,
  extensionGrant,
} from "./grants/extension.ts";
export type { GrantResult } from "./grants/grant-result.ts";
export { jwtBearerGrant } from "./grants/jwt-bearer.ts";
export { buildJwtBearerAssertion, type JwtBearerAssertionOptions } from "./grants/jwt-bearer-assertion.ts";
export { passwordGrant } from "./grants/password.ts";
export { type RefreshTokenGrantOptions, refreshTokenGrant } from "./grants/refresh-token.ts";
export { saml2BearerGrant } from "./grants/saml2-bearer.ts";
export { type TokenExchangeOptions, type TokenExchangeResult, tokenExchangeGrant } from "./grants/token-exchange.ts";
export { type HintEncryption, type IdTokenHintOptions, prepareIdTokenHint } from "./id-token-hint.ts";
export { type ActiveTokenExpectations, isActiveFor } from "./introspected-token.ts";
export {
  type ActiveToken,
  buildIntrospectionRequest,
  fetchIntrospection,
  type InactiveToken,
  type Introspection,
  type IntrospectionFormat,
  type IntrospectionFormatOptions,
  type IntrospectionOptions,
  readIntrospectionResponse,
} from "./introspection.ts";
export {
  createIntrospectionCache,
  type IntrospectionCache,
  type IntrospectionCacheOptions,
} from "./introspection-cache.ts";
export { readJwtAuthorizationResponse } from "./jarm.ts";
export type {
  DeniedPoll,
  ExpiredPoll,
  GrantedPoll,
  PendingPoll,
  PollOptions,
  PollPending,
  PollResult,
  PollStep,
} from "./poll-token.ts";
export {
  buildPushedAuthorizationRequest,
  fetchPushedAuthorization,
  readPushedAuthorizationResponse,
} from "./pushed-authorization.ts";
export type { ReadForm, ReceivedForm } from "./received-form.ts";
export type { ReceivedQuery } from "./received-query.ts";
export {
  buildRegistrationRequest,
  fetchRegistration,
  type RegistrationContext,
  type RegistrationOptions,
  readRegistrationResponse,
} from "./registration.ts";
export {
  buildRegistrationUpdateRequest,
  deleteClientRegistration,
  fetchClientRegistration,
  type ManagedRegistration,
  type RegistrationChanges,
  type RegistrationManagementContext,
  type RotatedCredential,
  updateClientRegistration,
} from "./registration-management.ts";
export type { Registration, RegistrationChange, RegistrationCredentials } from "./registration-result.ts";
export type { JsonHttpRequest } from "./registration-wire.ts";
export { createRequestObject, type RequestObjectMessage, type RequestObjectOptions } from "./request-object.ts";
export type { RequestObjectEncryption } from "./request-object-encryption.ts";
export {
  createRequestObjectHost,
  type RequestObjectHost,
  type RequestObjectHostOptions,
} from "./request-object-host.ts";
export { createRequestUri, type HostedRequestObject, type RequestUriOptions } from "./request-object-uri.ts";
export {
  buildChallenge,
  type ChallengeToBuild,
  type ResourceDemand,
  readResourceChallenge,
  type StepUpOptions,
  type StepUpParameters,
  stepUpParameters,
} from "./resource-challenge.ts";
export {
  type BuiltResourceRequest,
  buildResourceRequest,
  fetchProtectedResource,
  type ResourceReach,
  type ResourceRequest,
} from "./resource-request.ts";
export { buildRevocationRequest, fetchRevocation, readRevocationResponse } from "./revocation.ts";
export { type RevocableTokens, type RevocationOutcome, type RevokedTokens, revokeTokens } from "./revoke-tokens.ts";
export {
  decodeSoftwareStatement,
  type SoftwareStatementExpectations,
  verifySoftwareStatement,
} from "./software-statement.ts";
export {
  type StartAuthorizationOptions,
  type StartedAuthorization,
  startAuthorization,
} from "./start-authorization.ts";
export { type LoginParameters, type StartedLogin, startLogin } from "./start-login.ts";
export {
  readThirdPartyLogin,
  type ThirdPartyLogin,
  type ThirdPartyLoginOptions,
} from "./third-party-login.ts";
export { buildTokenRequest, fetchToken, readTokenResponse, type SentTokenRequest } from "./token.ts";
export {
  type ExpectedSubject,
  fetchUserinfo,
  fetchUserinfoByPost,
  readUserinfoResponse,
  skipSubjectCheck,
  type UserinfoReadOptions,
  type UserinfoRequestOptions,
} from "./userinfo.ts";
