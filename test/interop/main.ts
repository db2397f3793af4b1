/**
 * `npm run test:interop`: every scenario against every real provider, one line each; exit 1 when one fails or none ran.
 * `npm run test:interop -- keycloak`: against one of them, which then may not be missing.
 */
import { indent, reportError } from "../../examples/demo/error-report.ts";
import { createTerminal } from "../../examples/demo/terminal.ts";
import { KeycloakUnavailable } from "../providers/keycloak/archive.ts";
import { createKeycloak } from "../providers/keycloak/keycloak.ts";
import { createOidcProvider } from "../providers/oidc-provider.ts";
import { createOwnProvider } from "../providers/own-provider.ts";
import type { TestProvider } from "../providers/test-provider.ts";
import { loadScenarios } from "./all-scenarios.ts";
import { reasonToSkip, type Scenario } from "./scenario.ts";

const providers: Readonly<Record<string, () => Promise<TestProvider>>> = {
  "own-provider": createOwnProvider,
  "oidc-provider": createOidcProvider,
  keycloak: createKeycloak,
};

const terminal = createTerminal(process.stdout);
const count = { pass: 0, fail: 0, skip: 0 };
const [wanted, pattern = ""] = process.argv.slice(2);
const chosen = Object.entries(providers).filter(([name]) => wanted === undefined || wanted === name);
if (chosen.length === 0) throw new Error(`No such provider; there are: ${Object.keys(providers).join(", ")}.`);
const scenarios = (await loadScenarios()).filter(({ name }) => name.includes(pattern));
const ofPeers = (await loadScenarios("peers")).filter(({ name }) => name.includes(pattern));

for (const [name, start] of chosen) await runAll(name, start);
terminal.line(`${count.pass} passed, ${count.fail} failed, ${count.skip} skipped`);
process.exitCode = count.fail > 0 || count.pass === 0 ? 1 : 0;

async function runAll(name: string, start: () => Promise<TestProvider>): Promise<void> {
  const started = performance.now();
  const provider = await start().catch((error: unknown) => {
    if (!(error instanceof KeycloakUnavailable) || wanted !== undefined) {
      count.fail++;
      terminal.line(`${terminal.bad("fail")}  ${name} did not start: ${reportError(error)}`);
      return undefined;
    }
    count.skip += scenarios.length;
    terminal.line(`${terminal.warn("skip")}  ${name}  all ${scenarios.length} scenarios: ${error.message}`);
    return undefined;
  });
  if (provider === undefined) return;
  terminal.line(`${provider.name} at ${provider.issuer}, ready after ${secondsSince(started)}`);
  try {
    const driven = name === "own-provider" ? [...scenarios, ...ofPeers] : scenarios;
    for (const scenario of driven) await judge(provider, scenario);
  } finally {
    await provider.close();
  }
  for (const failure of provider.serverErrors) {
    count.fail++;
    terminal.line(`${terminal.bad("fail")}  ${provider.name} failed inside: ${reportError(failure)}`);
  }
}

async function judge(provider: TestProvider, scenario: Scenario): Promise<void> {
  const title = `${provider.name}  ${scenario.name}`;
  const reason = reasonToSkip(scenario, provider);
  if (reason !== undefined) {
    count.skip++;
    terminal.line(`${terminal.warn("skip")}  ${title}: ${reason}`);
    return;
  }
  const started = performance.now();
  try {
    await scenario.run({ provider });
    count.pass++;
    terminal.line(
      `${terminal.good("pass")}  ${title} ${terminal.dim(`(${Math.round(performance.now() - started)} ms)`)}`,
    );
  } catch (error) {
    count.fail++;
    terminal.line(`${terminal.bad("fail")}  ${title}`);
    terminal.line(indent(reportError(error), "      "));
  }
}

function secondsSince(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}
