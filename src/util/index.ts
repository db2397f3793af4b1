export { decodeBase64url, encodeBase64url } from "./base64url.ts";
export {
  type AuthenticationAgeOptions,
  hasAcr,
  hasAuthenticationMethod,
  hasRole,
  hasScope,
  isAuthenticatedWithin,
  type RoleOptions,
} from "./claim-check.ts";
export { type Clock, nowSeconds, systemClock } from "./clock.ts";
export { equalConstantTime } from "./constant-time.ts";
export { type Challenge, type MediaType, parseChallenges, parseMediaType, parseRetryAfter } from "./header-field.ts";
export { type JsonLimits, type JsonResult, parseJson } from "./json.ts";
export {
  type JsonMembers,
  readBooleanMember,
  readNumberMember,
  readObjectMember,
  readTextListMember,
  readTextMember,
} from "./json-member.ts";
export { createMemorySharedStore, type MemorySharedStoreOptions } from "./memory-shared-store.ts";
export { parseNumericDate, toNumericDate } from "./numeric-date.ts";
export {
  type AddOptions,
  createParameterList,
  type GuardedAddOptions,
  type ParameterList,
  type ParameterListInput,
} from "./parameter-list.ts";
export { type RandomSource, randomBase64url, systemRandom } from "./random.ts";
export { findRedirectUriProblem, type RedirectUriOptions } from "./redirect-uri.ts";
export { createReplayStore, type ReplayStore, type ReplayStoreOptions } from "./replay-store.ts";
export { joinListeners } from "./reporter.ts";
export { findResourceProblem } from "./resource-indicator.ts";
export { formatScope, includesScope, parseScope, type ScopeInput, subtractScopes, uniteScopes } from "./scope-set.ts";
export { createSharedReplayStore } from "./shared-replay-store.ts";
export type { SharedEntry, SharedLease, SharedStore, SharedWriteOptions } from "./shared-store.ts";
export type { TextProblem } from "./text-problem.ts";
export { appendQuery, isLoopbackHost, isSecureUrl } from "./url.ts";
export { findNonceProblem, findStateProblem } from "./visible-text.ts";
