import assert from "node:assert/strict";
import { test } from "node:test";
import { describeDevice } from "../../../../src/provider/pages/device-name.ts";

test("device name: browsers that call themselves by several names are known by their own", () => {
  const cases = [
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
      "Edge",
      "Windows",
      false,
    ],
    [
      "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
      "Chrome",
      "Android",
      true,
    ],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
      "Safari",
      "macOS",
      false,
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1",
      "Chrome",
      "iPhone",
      true,
    ],
    ["curl/8.14.1", undefined, undefined, false],
    ["", undefined, undefined, false],
  ] as const;
  for (const [agent, browser, system, isPhone] of cases)
    assert.deepEqual(describeDevice(agent), { browser, system, isPhone }, agent);
});
