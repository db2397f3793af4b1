/**
 * `npm run demo`: a whole login, from discovery to logout, at the library's own provider on this machine.
 * `npm run demo -- --provider oidc-provider`: the same at a provider of others.
 * `npm run demo -- --serve`: the provider and an application, for a person with a browser.
 * `npm run demo -- --broken`: the same program against providers that break their specifications.
 */
import { runBrokenDemo } from "./broken-demo.ts";
import { type ProviderName, providerNames } from "./demo-provider.ts";
import { indent, reportError } from "./error-report.ts";
import { serveDemo } from "./serve-demo.ts";
import { runSoundDemo } from "./sound-demo.ts";
import { createTerminal } from "./terminal.ts";

const terminal = createTerminal(process.stdout);
const failures = createTerminal(process.stderr);
const choice = readChoice(process.argv.slice(2));

process.stdout.on("error", stopWhenNobodyReads);

if (choice === undefined) {
  failures.line("usage: npm run demo [-- --provider <own|oidc-provider> | --serve | --broken]");
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await run(choice);
  } catch (error) {
    failures.line();
    failures.line(`${failures.bad("✗")} ${failures.bold("The demo failed.")}`);
    failures.line(indent(reportError(error), "  "));
    process.exitCode = 1;
  }
}

/** What the arguments ask for: a part of the demo, or a provider to run all of it against. */
type Choice = "broken" | "serve" | ProviderName;

function readChoice([first, second, ...rest]: readonly string[]): Choice | undefined {
  if (rest.length > 0) return undefined;
  if (first === "--provider") return providerNames.find((name) => name === second);
  if (second !== undefined) return undefined;
  if (first === undefined) return providerNames[0];
  return first === "--broken" ? "broken" : first === "--serve" ? "serve" : undefined;
}

async function run(choice: Choice): Promise<number> {
  if (choice === "broken") return runBrokenDemo(terminal);
  return choice === "serve" ? serveDemo(terminal) : runSoundDemo(terminal, choice);
}

/** A reader such as `head` may leave early; everything else that goes wrong with the output is an error. */
function stopWhenNobodyReads(error: Error & { readonly code?: string }): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(1);
}
