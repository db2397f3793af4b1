export type { AccountChanges, AccountInput, AccountRecord } from "./accounts/account-input.ts";
export type { Account, AccountSource, PasswordChange, PasswordChangeOutcome } from "./accounts/account-source.ts";
export { type Accounts, type AccountsOptions, createAccounts } from "./accounts/accounts.ts";
export type { AccountRules, PasswordProblem } from "./accounts/password-rules.ts";
export type { AdminClients, ClientChanges, NewClient, SecretReplacement } from "./admin/admin-clients.ts";
export type { AdminDeliveries, DeliveryRecord } from "./admin/admin-deliveries.ts";
export type { AdminConsents, AdminGrants, GrantSelection } from "./admin/admin-grants.ts";
export type { AdminOptions } from "./admin/admin-options.ts";
export type { AdminSessions, SessionRecord } from "./admin/admin-sessions.ts";
export type { ClientRecord, ClientSecretRecord, ClientWithSecret } from "./admin/client-record.ts";
export type { AdminAccounts, ProviderAdmin } from "./admin/create-admin.ts";
export type {
  AdminInitialAccessTokens,
  InitialAccessToken,
  InitialAccessTokenRecord,
  NewInitialAccessToken,
} from "./admin/initial-access-tokens.ts";
export type {
  AuthenticationDecision,
  AuthenticationFacts,
  AuthorizationDetailCheck,
  AuthorizationOptions,
  ConsentDecision,
  ConsentFacts,
} from "./authorization/authorization-options.ts";
export type { ClientAuthenticationOptions } from "./client-authentication/client-authentication-options.ts";
export type { ConfiguredClient } from "./clients/registered-client.ts";
export { createProvider, type Provider } from "./create-provider.ts";
export { type Argon2idOptions, type Argon2Package, createArgon2id } from "./crypto/argon2id.ts";
export { type BcryptOptions, createBcrypt } from "./crypto/bcrypt.ts";
export type { PasswordAlgorithm } from "./crypto/password-algorithm.ts";
export {
  createPasswordHasher,
  type PasswordHasher,
  type PasswordHasherOptions,
  type PasswordVerdict,
  type Pepper,
} from "./crypto/password-hash.ts";
export { createScrypt, type ScryptOptions } from "./crypto/scrypt.ts";
export type { DoctorFacts, DoctorFinding } from "./doctor/findings.ts";
export { inspectProvider } from "./doctor/inspect-provider.ts";
export type { ProviderEvent, ProviderEventListener, ProviderEventType } from "./events.ts";
export type { Connection } from "./http/connection.ts";
export type { CorsOptions } from "./http/cors-options.ts";
export type { KeyState } from "./keys/key-keeper.ts";
export type { ExternalSigner, KeyEncryption, KeyOptions, KeySealing, SigningRequest } from "./keys/key-options.ts";
export type { KeyManagement } from "./keys/signing-keys.ts";
export type { Lifetimes } from "./lifetimes.ts";
export type { LogoutOptions } from "./logout/logout-options.ts";
export type { Readiness } from "./observability/readiness.ts";
export type { ProviderOptions } from "./options.ts";
export { defaultPages } from "./pages/default-pages.ts";
export { hiddenMembers } from "./pages/form-parts.ts";
export { layoutPage, type PageParts } from "./pages/layout.ts";
export type { Markup } from "./pages/markup.ts";
export type { CustomMessages } from "./pages/messages/message-tables.ts";
export type { MessageKey, Messages, ScopeMessages } from "./pages/messages/messages.ts";
export type { FooterLink, PageOptions, PageSourceDirective, PageSources, PageTheme } from "./pages/page-options.ts";
export type {
  ChangePasswordView,
  ClientView,
  ConsentView,
  DeviceCodeView,
  DeviceConfirmView,
  ErrorView,
  FormPostView,
  FormView,
  LoginView,
  LogoutView,
  OutcomeView,
  PageBrand,
  PageFrame,
  Pages,
  ScopeView,
  SelectAccountView,
  SessionsView,
  SessionView,
} from "./pages/views.ts";
export type { BackchannelRequest, CibaOptions, LoginHintSubject } from "./pending/ciba-options.ts";
export type { BackchannelDecision, BackchannelOutcome } from "./pending/complete-backchannel-authentication.ts";
export type { DecisionOutcome } from "./pending/decide-request.ts";
export type { ProviderProfileName } from "./profiles/provider-profile.ts";
export type { SessionOptions } from "./sessions/session-options.ts";
export { combineStores, type StoreParts } from "./stores/combine.ts";
export { createMemoryStore, type MemoryStoreOptions } from "./stores/memory/memory-store.ts";
export type { StorageOptions } from "./stores/storage-options.ts";
export type {
  AccountStore,
  ArtifactStore,
  ClientStore,
  ConsentStore,
  DeliveryClaim,
  DeliveryStore,
  GrantStore,
  KeyStore,
  PartialProviderStore,
  ProviderStore,
  SessionStore,
  ThrottleStore,
} from "./stores/store.ts";
export type { ThrottlingOptions } from "./throttling/throttling-options.ts";
export type { IdTokenOptions } from "./tokens/id-token-options.ts";
export type {
  ExchangedToken,
  TokenExchangeDecision,
  TokenExchangeFacts,
  TokenExchangePolicy,
} from "./tokens/token-exchange-policy.ts";
export type { ClientTokenOptions, ResourceOptions, TokenOptions } from "./tokens/token-options.ts";
