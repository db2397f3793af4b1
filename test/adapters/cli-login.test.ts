import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createProvider } from "../../src/provider/create-provider.ts";
import { type ServedProvider, serveProvider } from "../../src/provider/node/serve-provider.ts";
import { createTestPasswordHasher, signIn } from "../../src/provider/testing/index.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const person = { username: "ada", password: "correct horse battery" };

describe("examples/cli-login.ts", { concurrency: true }, () => {
  let served: ServedProvider;

  before(async () => {
    served = await serveProvider(
      (issuer) =>
        createProvider({
          issuer,
          clients: [
            {
              client_id: "cli",
              token_endpoint_auth_method: "none",
              application_type: "native",
              redirect_uris: ["http://127.0.0.1/callback"],
            },
          ],
          accounts: [{ id: "ada-id", ...person }],
          accountRules: { hasher: createTestPasswordHasher({ issuer }) },
          keys: { algorithms: ["ES256"] },
        }),
      { port: 0, shutdownTimeoutMs: 100 },
    );
  });
  after(() => served.close());

  test("signs a person in who follows the printed URL, and says who that is (RFC 8252 §7.3)", async () => {
    const program = startProgram([served.issuer, "cli", "--print-url"]);
    const callback = await comeBack(served, { authorizationUrl: await program.url() });
    assert.match(callback, /^http:\/\/127\.0\.0\.1:\d+\/callback\?/);
    const page = await fetch(callback);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /You are signed in\./);
    const { code, said, problems } = await program.end();
    assert.deepEqual([code, problems], [0, ""]);
    assert.match(said, /^Signed in as ada-id, until \d{4}-\d\d-\d\dT[\d:.]+Z\.$/m);
    await assert.rejects(fetch(callback), "nobody listens any more");
  });

  test("takes no answer with another state, and goes on waiting (RFC 8252 §8.9)", async () => {
    const program = startProgram([served.issuer, "cli", "--print-url", "--dpop"]);
    const authorizationUrl = await program.url();
    assert.match(new URL(authorizationUrl).searchParams.get("dpop_jkt") ?? "", /^[\w-]{43}$/);
    const callback = await comeBack(served, { authorizationUrl });
    const forged = new URL(callback);
    forged.searchParams.set("state", "of-somebody-else");
    const refused = await fetch(forged);
    assert.deepEqual([refused.status, await refused.text()], [400, ""]);
    assert.equal((await fetch(callback)).status, 200);
    assert.equal((await program.end()).code, 0);
  });

  test("says that the person declined, and ends with 1", async () => {
    const program = startProgram([served.issuer, "cli", "--print-url"]);
    const callback = await comeBack(served, { authorizationUrl: await program.url(), decision: "deny" });
    const page = await fetch(callback);
    assert.equal(page.status, 400);
    assert.match(await page.text(), /The sign-in did not work\./);
    const { code, said, problems } = await program.end();
    assert.equal(code, 1);
    assert.match(problems, /access_denied/);
    assert.doesNotMatch(`${said}${problems}`, /Signed in|\n\s+at /);
  });

  test("stops waiting at an interrupt", async () => {
    const program = startProgram([served.issuer, "cli", "--print-url"]);
    const { searchParams } = new URL(await program.url());
    program.child.kill("SIGINT");
    const { code, problems } = await program.end();
    assert.equal(code, 1);
    assert.match(problems, /^The sign-in was aborted\b/);
    await assert.rejects(fetch(searchParams.get("redirect_uri") ?? ""), "nobody listens any more");
  });

  test("says what it could not find at an issuer that is none", async () => {
    const { code, problems } = await startProgram([`${served.issuer}/nobody`, "cli", "--print-url"]).end();
    assert.equal(code, 1);
    assert.match(problems, /well-known/);
    assert.doesNotMatch(problems, /\n\s+at /);
  });

  test("shows how it is called where something is missing", async () => {
    const { code, problems } = await startProgram([served.issuer]).end();
    assert.equal(code, 2);
    assert.match(problems, /^usage: cli-login <issuer> <client_id> \[--dpop\] \[--print-url\]$/m);
  });
});

interface RunningProgram {
  readonly child: ChildProcess;
  /** The URL that it prints for the browser. */
  readonly url: () => Promise<string>;
  readonly end: () => Promise<{ readonly code: number | null; readonly said: string; readonly problems: string }>;
}

function startProgram(args: readonly string[]): RunningProgram {
  // A test runner tells its children how to report, which is not for a program that does not know of it.
  const { NODE_TEST_CONTEXT: _, NODE_V8_COVERAGE: __, ...env } = process.env;
  const child = spawn(process.execPath, ["--import", "tsx", "examples/cli-login.ts", ...args], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000,
    killSignal: "SIGKILL",
  });
  const lines: string[] = [];
  const output = createInterface(child.stdout).on("line", (line) => void lines.push(line));
  const problems = text(child.stderr);
  const ended = once(child, "close");
  return {
    child,
    async url() {
      const gone = ended.then(async () => Promise.reject(new Error(`It printed no URL: ${await problems}`)));
      if (lines[0] === undefined) await Promise.race([once(output, "line"), gone]);
      gone.catch(() => undefined);
      return lines[0] ?? "";
    },
    async end() {
      const [code] = await ended;
      return { code, said: lines.join("\n"), problems: await problems };
    },
  };
}

/** What a person does in the browser, over HTTP as it would. */
function comeBack(
  { issuer }: ServedProvider,
  given: { readonly authorizationUrl: string; readonly decision?: "deny" },
): Promise<string> {
  return signIn({ issuer, fetch }, { ...person, ...given });
}
