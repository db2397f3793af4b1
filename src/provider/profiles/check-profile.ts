import { draftOauth21Label, fapi2MessageSigningLabel, fapi2SecurityLabel } from "../../../generated/documents.ts";
import type { DocumentLabel } from "../../../generated/message-schema.ts";
import { ConfigurationError } from "../../errors/families.ts";
import { specification } from "../../errors/specification.ts";
import type { RegisteredClient } from "../clients/registered-client.ts";
import type { KeyOptions } from "../keys/key-options.ts";
import type { ProviderOptions } from "../options.ts";
import { findClientProblems } from "./find-client-problems.ts";
import { found, type ProfileProblem } from "./profile-problem.ts";
import { fapiAlgorithms, isFapi, type ProviderProfileName } from "./provider-profile.ts";

/**
 * Refuses options and clients of the configuration that are weaker than the profile, with every problem at once.
 * @throws ConfigurationError `ERR_CONFIGURATION_PROFILE` naming the first parameter and its section; `ERR_CONFIGURATION_OPTION` for a profile that does not exist
 * @see FAPI 2.0 Security Profile §5.3.2.1
 */
export function checkProfile(options: ProviderOptions, clients: readonly RegisteredClient[]): void {
  const { profile } = options;
  if (profile === undefined) return;
  if (!Object.hasOwn(documents, profile)) throw unknownProfile();
  const problems = [
    ...(isFapi(profile) ? findOptionProblems(options) : []),
    ...clients.flatMap((client) =>
      findClientProblems(profile, client).map((problem) => ({
        ...problem,
        parameter: `clients: ${client.clientId}: ${problem.parameter}`,
      })),
    ),
  ];
  refuseProblems(profile, problems);
}

/** The provider's own keys: a profile that narrows algorithms has its own default. */
export function chooseKeyOptions({ profile, keys }: ProviderOptions): KeyOptions | undefined {
  if (!isFapi(profile) || keys?.algorithms !== undefined) return keys;
  return { ...keys, algorithms: ["PS256", "ES256"] };
}

function findOptionProblems(options: ProviderOptions): readonly ProfileProblem[] {
  const { keys, lifetimes = {}, tokens = {}, requirePkce = "always" } = options;
  const { authorizationCodeSeconds = 60, pushedRequestSeconds = 60 } = lifetimes;
  const algorithms = [
    ...(keys?.algorithms ?? []),
    ...Object.values(tokens.resources ?? {}).flatMap(({ algorithm }) => algorithm ?? []),
  ];
  return [
    ...found(!algorithms.every((name) => fapiAlgorithms.includes(name)), {
      parameter: "keys.algorithms",
      rule: `and those of tokens.resources must be out of ${fapiAlgorithms.join(", ")}`,
      section: "5.4.1",
    }),
    ...found(authorizationCodeSeconds > 60, {
      parameter: "lifetimes.authorizationCodeSeconds",
      rule: "must be 60 at most",
      section: "5.3.2.1",
    }),
    ...found(pushedRequestSeconds >= 600, {
      parameter: "lifetimes.pushedRequestSeconds",
      rule: "must be less than 600",
      section: "5.3.2.2",
    }),
    ...found((tokens.refreshLeewaySeconds ?? 0) > 0, {
      parameter: "tokens.refreshLeewaySeconds",
      rule: "must be 0",
      section: "5.3.2.1",
    }),
    ...found(tokens.rotateRefreshTokens === "always", {
      parameter: "tokens.rotateRefreshTokens",
      rule: "must be public, or left out",
      section: "5.3.2.1",
    }),
    ...found(requirePkce !== "always", { parameter: "requirePkce", rule: "must be always", section: "5.3.2.2" }),
  ];
}

function refuseProblems(profile: ProviderProfileName, problems: readonly ProfileProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const { rules, labels } = documents[profile];
  const cite = (section: string): ReturnType<typeof specification> => specification(rules, section, labels);
  const lines = problems.map(({ parameter, rule, section }) => `\n${parameter} ${rule} (${cite(section).label})`);
  throw new ConfigurationError("ERR_CONFIGURATION_PROFILE", {
    message: `The options of the provider do not meet the profile ${profile}.${lines.join("")}`,
    parameter: first.parameter,
    specification: cite(first.section),
  });
}

function unknownProfile(): ConfigurationError {
  return new ConfigurationError("ERR_CONFIGURATION_OPTION", {
    message: `profile must be one of ${Object.keys(documents).join(", ")}.`,
    parameter: "profile",
  });
}

interface ProfileDocument {
  /** The document that the rules of the configuration stand in. */
  readonly rules: string;
  readonly labels: readonly DocumentLabel[];
}

const documents: Readonly<Record<ProviderProfileName, ProfileDocument>> = {
  "fapi2-security": { rules: "fapi2-security", labels: [fapi2SecurityLabel] },
  "fapi2-message-signing": { rules: "fapi2-security", labels: [fapi2SecurityLabel, fapi2MessageSigningLabel] },
  oauth21: { rules: "draft-oauth21", labels: [draftOauth21Label] },
};
