import type { Capability, TestProvider } from "../providers/test-provider.ts";

/** One thing that the client must get right with a real provider. */
export interface Scenario {
  /** Topic and behaviour: `refresh: the refresh token rotates`. */
  readonly name: string;
  /** What it needs of the provider beyond logins by code, refresh and userinfo; where that is missing it is skipped. */
  readonly needs?: readonly Capability[];
  /** Fails by throwing. */
  readonly run: (context: ScenarioContext) => Promise<void>;
}

/** What a scenario works with. */
export interface ScenarioContext {
  readonly provider: TestProvider;
}

/** Why a scenario cannot run with a provider, where it cannot. */
export function reasonToSkip({ needs = [] }: Scenario, { lacks }: TestProvider): string | undefined {
  const reasons = needs.flatMap((capability) => lacks[capability] ?? []);
  return reasons.length === 0 ? undefined : reasons.join("; ");
}
