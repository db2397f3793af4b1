import assert from "node:assert/strict";
import { test } from "node:test";
import { openSystemBrowser } from "../../../src/adapters/open-browser.ts";

const url = "https://id.example.com/authorize?a=1&b=%22";

for (const [system, expected] of [
  ["linux", ["xdg-open", url]],
  ["darwin", ["open", url]],
  ["win32", ["rundll32.exe", "url.dll,FileProtocolHandler", url]],
  ["freebsd", ["xdg-open", url]],
] as const) {
  test(`opens the browser of ${system} with a program and arguments, never with a line for a shell`, async () => {
    const started: string[] = [];
    const start = async (command: string, commandArguments: readonly string[]): Promise<void> => {
      started.push(command, ...commandArguments);
    };
    await openSystemBrowser(url, { system, start });
    assert.deepEqual(started, expected);
  });
}

for (const wrong of [
  "file:///etc/passwd",
  "javascript:alert(1)",
  "--help",
  "https://a.example/ b",
  'https://a.example/"',
]) {
  test(`does not open ${wrong}`, async () => {
    const start = async (): Promise<void> => assert.fail("started");
    await assert.rejects(openSystemBrowser(wrong, { start }), { code: "ERR_CONFIGURATION_INSECURE_URL" });
  });
}

test("a program that is missing rejects with the reason of the system", async () => {
  const path = process.env.PATH;
  process.env.PATH = "/nowhere";
  try {
    await assert.rejects(openSystemBrowser(url, { system: "linux" }), { code: "ENOENT" });
  } finally {
    process.env.PATH = path;
  }
});
