export type {
  CallbackMutationName,
  JwksMutationName,
  MetadataMutationName,
  TokenResponseMutationName,
  UserinfoMutationName,
} from "./hostile/answer-mutations.ts";
export { withHostileAnswers } from "./hostile/hostile-answers.ts";
export {
  type HostileMutation,
  type HostileMutationName,
  type HostilePlace,
  hostileMutations,
} from "./hostile/hostile-mutations.ts";
export type { AccessTokenMutationName, IdTokenMutationName } from "./hostile/jwt-mutations.ts";
export { type MutateOptions, mutate } from "./hostile/mutate.ts";
export { type FetchInterception, type InterceptingProvider, interceptFetch } from "./intercept-fetch.ts";
export { createMswHandlers, type MswPackage } from "./msw-handlers.ts";
export type { FailureOptions, TestFailure } from "./planned-failure.ts";
export type { RecordedRequest } from "./recorded-request.ts";
export { createTestClock, type TestClock } from "./test-clock.ts";
export type { TestFetch } from "./test-fetch.ts";
export { createTestKeys, type TestKeys } from "./test-keys.ts";
export { createTestMetadata } from "./test-metadata.ts";
export {
  createTestProvider,
  type RotateKeysOptions,
  type TestProvider,
} from "./test-provider.ts";
export type { TestAccount, TestClientChanges, TestProviderOptions } from "./test-provider-options.ts";
export type { TestSignInOptions } from "./test-sign-in.ts";
export {
  createTestAccessToken,
  createTestIdToken,
  type TestClaims,
  type TestIdTokenOptions,
  type TestTokenOptions,
} from "./test-tokens.ts";
export type { TokenForOptions } from "./token-for.ts";
export {
  createUndiciInterceptor,
  type UndiciController,
  type UndiciHandler,
  type UndiciInterceptor,
  type UndiciRequest,
} from "./undici-interceptor.ts";
