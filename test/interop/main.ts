/** `npm run test:interop`: every scenario against every real provider, one line each; exit 1 when one fails or none ran. */
import { indent, reportError } from "../../examples/demo/error-report.ts";
import { createTerminal } from "../../examples/demo/terminal.ts";
import { createOidcProvider, type OidcProvider } from "../providers/oidc-provider.ts";
import type { Scenario } from "./scenario.ts";
import { scenarios } from "./scenarios/all.ts";

const terminal = createTerminal(process.stdout);
const count = { pass: 0, fail: 0, skip: 0 };

const provider = await createOidcProvider();
try {
  for (const scenario of scenarios) await judge(provider, scenario);
} finally {
  await provider.close();
}
for (const failure of provider.serverErrors) {
  count.fail++;
  terminal.line(`${terminal.bad("fail")}  ${provider.name} failed inside: ${reportError(failure)}`);
}
terminal.line(`${count.pass} passed, ${count.fail} failed, ${count.skip} skipped`);
process.exitCode = count.fail > 0 || count.pass === 0 ? 1 : 0;

async function judge(target: OidcProvider, scenario: Scenario): Promise<void> {
  const title = `${target.name}  ${scenario.name}`;
  const reason = scenario.skip?.(target);
  if (reason !== undefined) {
    count.skip++;
    terminal.line(`${terminal.warn("skip")}  ${title}: ${reason}`);
    return;
  }
  const started = performance.now();
  try {
    await scenario.run(target);
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
