/**
 * `npm run demo`: a whole login, from discovery to refresh, against a real provider on this machine.
 * `npm run demo -- --broken`: the same program against providers that break their specifications.
 */
import { runBrokenDemo } from "./broken-demo.ts";
import { indent, reportError } from "./error-report.ts";
import { runSoundDemo } from "./sound-demo.ts";
import { createTerminal } from "./terminal.ts";

const terminal = createTerminal(process.stdout);
const failures = createTerminal(process.stderr);
const [mode, ...rest] = process.argv.slice(2);

process.stdout.on("error", stopWhenNobodyReads);

if (rest.length > 0 || (mode !== undefined && mode !== "--broken")) {
  failures.line("usage: npm run demo [-- --broken]");
  process.exitCode = 2;
} else {
  try {
    process.exitCode = mode === "--broken" ? await runBrokenDemo(terminal) : await runSoundDemo(terminal);
  } catch (error) {
    failures.line();
    failures.line(`${failures.bad("✗")} ${failures.bold("The demo failed.")}`);
    failures.line(indent(reportError(error), "  "));
    process.exitCode = 1;
  }
}

/** A reader such as `head` may leave early; everything else that goes wrong with the output is an error. */
function stopWhenNobodyReads(error: Error & { readonly code?: string }): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(1);
}
