import { checkProofPolicy, type DPoPProofPolicy } from "../dpop/proof-policy.ts";
import { listAsymmetricAlgorithms } from "../jose/algorithms.ts";
import type { Clock } from "../util/clock.ts";
import { createReplayStore } from "../util/replay-store.ts";
import type { BindingRules } from "./binding.ts";
import type { AccessTokenVerifierSettings } from "./options.ts";
import { checkBaseUrl } from "./public-url.ts";
import { type ChallengeSettings, checkChallenges } from "./refusal.ts";

/** What requests are held against, and what is answered to those that are refused. */
export interface RequestRules {
  readonly binding: BindingRules;
  readonly challenges: ChallengeSettings;
}

type RequestSettings = Pick<
  AccessTokenVerifierSettings<unknown>,
  "dpop" | "requireBinding" | "baseUrl" | "realm" | "resourceMetadata"
>;

/**
 * Reads the options that concern requests, whatever their tokens are.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option
 */
export function createRequestRules(settings: RequestSettings, clock: Clock): RequestRules {
  const { requireBinding = false, realm, resourceMetadata } = settings;
  const dpop = createProofPolicy(settings, clock);
  const challenges: ChallengeSettings = {
    dpopAlgorithms: dpop === undefined ? undefined : (dpop.algorithms ?? listAsymmetricAlgorithms()),
    nonces: dpop?.nonces,
    realm,
    resourceMetadata,
  };
  checkBaseUrl(settings.baseUrl);
  checkChallenges(challenges);
  return { binding: { dpop, requireBinding }, challenges };
}

function createProofPolicy({ dpop = {} }: RequestSettings, clock: Clock): DPoPProofPolicy | undefined {
  if (dpop === false) return undefined;
  const policy = { ...dpop, clock, replayStore: dpop.replayStore ?? createReplayStore({ maxEntries: 100_000, clock }) };
  checkProofPolicy(policy);
  return Object.freeze(policy);
}
