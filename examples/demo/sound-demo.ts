import { type ProviderName, startDemoProvider } from "./demo-provider.ts";
import { runProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";
import { createTrace } from "./trace.ts";

/** Runs the program against a real provider. Any error ends it. Gives the exit code. */
export async function runSoundDemo(terminal: Terminal, name: ProviderName): Promise<number> {
  const started = performance.now();
  const provider = await startDemoProvider(name);
  try {
    terminal.line(
      `${terminal.bold("ts-identity-model")} against ${terminal.bold(provider.name)} at ${provider.issuer}`,
    );
    terminal.line("Every message below is a real one over HTTP. ✓ says that it was checked against the schema that is");
    terminal.line("compiled from the documents named with it; what they mark as secret is hidden.");
    const trace = createTrace(terminal);
    await runProgram(trace, provider);
    const [failure] = provider.failures;
    if (failure !== undefined) throw new Error("The provider failed inside.", { cause: failure });
    const { messages, documents } = trace.summary();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    terminal.line();
    terminal.line(
      terminal.good(`✓ ${messages} messages matched the schemas of ${documents.length} documents, in ${seconds} s.`),
    );
    if (name === "own") terminal.line(terminal.dim("Click through it in a browser: npm run demo -- --serve"));
    terminal.line(terminal.dim("How a provider that breaks them is refused: npm run demo -- --broken"));
    return 0;
  } finally {
    await provider.close();
  }
}
