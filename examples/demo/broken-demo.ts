import { isAuthError, ValidationError } from "../../src/index.ts";
import { createBrokenProvider } from "../../test/providers/broken-provider.ts";
import { type Trait, type TraitName, traits } from "../../test/providers/traits.ts";
import { indent, reportError } from "./error-report.ts";
import { runProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";
import { createTrace } from "./trace.ts";

/**
 * Runs the program against providers that break their specifications, and shows each error as a user of the library gets it.
 * @returns 1 as for every login that fails, or 2 when the library did not treat a broken message as it should
 */
export async function runBrokenDemo(terminal: Terminal): Promise<number> {
  terminal.line(`${terminal.bold("ts-identity-model")} against providers that break their specifications`);
  terminal.line("The program is that of `npm run demo`. Each provider is a real HTTP server on this machine that");
  terminal.line("does everything right but what is said of it.");
  const verdicts: Verdict[] = [];
  for (const act of acts) verdicts.push(await play(terminal, act));
  const refused = verdicts.filter(({ outcome }) => outcome === "refused");
  const problems = refused.reduce((sum, verdict) => sum + verdict.problems, 0);
  const wrong = acts.filter((act, index) => verdicts[index]?.outcome !== act.expected);
  terminal.line();
  if (wrong.length > 0) {
    terminal.line(terminal.bad(`✗ Not as it should be: ${wrong.map(({ title }) => title).join("; ")}`));
    return 2;
  }
  terminal.line(
    `${refused.length} logins refused, ${problems} problems named. Exit code 1, as for any login that fails.`,
  );
  return 1;
}

/** One run of the program and what should come of it. */
interface Act {
  readonly title: string;
  readonly traits: readonly TraitName[];
  readonly tolerate?: Parameters<typeof runProgram>[1]["tolerate"];
  readonly expected: Verdict["outcome"];
}

interface Verdict {
  readonly outcome: "refused" | "accepted";
  readonly problems: number;
}

async function play(terminal: Terminal, { title, traits: names, tolerate }: Act): Promise<Verdict> {
  terminal.line();
  terminal.line(terminal.bold(`── ${title} ${"─".repeat(Math.max(0, 90 - title.length))}`));
  const broken: readonly Trait[] = names.map((name) => traits[name]);
  for (const { summary } of broken) terminal.line(`   ${terminal.warn("•")} It ${summary}.`);
  const provider = await createBrokenProvider({ traits: names });
  const trace = createTrace(terminal, "brief");
  try {
    const { issuer, client } = provider;
    await runProgram(trace, { issuer, web: client, machine: client, tolerate });
    const { tolerated } = trace.summary();
    terminal.line(`   ${terminal.good("✓")} accepted, ${tolerated} deviations reported`);
    return { outcome: "accepted", problems: 0 };
  } catch (error) {
    if (!isAuthError(error)) throw error;
    terminal.line(`   ${terminal.bad("✗ refused; this is the whole error:")}`);
    terminal.line(indent(reportError(error), `     ${terminal.bad("│")} `));
    return { outcome: "refused", problems: error instanceof ValidationError ? error.issues.length : 1 };
  } finally {
    await provider.close();
  }
}

const acts: readonly Act[] = [
  {
    title: "Discovery document with six wrong members",
    traits: [
      "metadata-lists-as-text",
      "metadata-null",
      "metadata-number-in-list",
      "metadata-endpoint-relative",
      "metadata-algorithms-missing",
    ],
    expected: "refused",
  },
  {
    title: "Token response with four wrong members",
    traits: ["expires-in-text", "token-type-missing", "scope-array", "refresh-token-null"],
    expected: "refused",
  },
  {
    title: "The same token response, its deviations admitted by name",
    traits: ["expires-in-text", "token-type-missing", "scope-array", "refresh-token-null"],
    tolerate: ["expires-in-string", "token-type-missing", "scope-array", "null-members"],
    expected: "accepted",
  },
  {
    title: "Userinfo with four wrong members",
    traits: ["userinfo-without-sub", "userinfo-booleans-as-text", "userinfo-iso-date", "userinfo-address-text"],
    expected: "refused",
  },
  {
    title: "Userinfo in perfect shape, of another user",
    traits: ["userinfo-other-sub"],
    expected: "refused",
  },
];
