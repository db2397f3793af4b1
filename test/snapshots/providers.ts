import { readdirSync } from "node:fs";
import {
  amazonCognitoTolerances,
  appleTolerances,
  auth0Tolerances,
  githubTolerances,
  googleTolerances,
  linkedinTolerances,
  microsoftEntraTolerances,
  microsoftEntraV1Tolerances,
  oktaTolerances,
  salesforceTolerances,
  slackTolerances,
  type ToleranceName,
} from "../../src/tolerances.ts";

/** The ready-made list of each folder; empty for providers that have none. */
export const readyMade: Readonly<Record<string, readonly ToleranceName[]>> = {
  "amazon-cognito": amazonCognitoTolerances,
  apple: appleTolerances,
  auth0: auth0Tolerances,
  github: githubTolerances,
  gitlab: [],
  google: googleTolerances,
  keycloak: [],
  linkedin: linkedinTolerances,
  "microsoft-entra": microsoftEntraTolerances,
  "microsoft-entra-v1": microsoftEntraV1Tolerances,
  okta: oktaTolerances,
  paypal: [],
  pingfederate: [],
  pingone: [],
  salesforce: salesforceTolerances,
  slack: slackTolerances,
  zitadel: [],
};

/** Paths of all snapshots below test/snapshots, without `.json`. */
export function listSnapshots(): readonly string[] {
  return readdirSync(new URL(".", import.meta.url), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json"))
    .map((path) => path.replaceAll("\\", "/").replace(/\.json$/, ""))
    .sort();
}

/** The ready-made list for a snapshot. */
export function tolerancesFor(path: string): readonly ToleranceName[] {
  const [provider = ""] = path.split("/");
  const names = Object.hasOwn(readyMade, provider) ? readyMade[provider] : undefined;
  if (names === undefined) throw new Error(`${provider} has no row in test/snapshots/providers.ts`);
  return names;
}
