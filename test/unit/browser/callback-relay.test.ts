import assert from "node:assert/strict";
import { test } from "node:test";
import type { BrowserWindow } from "../../../src/browser/browser-window.ts";
import { type RelayParts, relayCallback, waitForRelay } from "../../../src/browser/callback-relay.ts";
import { openTabChannel } from "../../../src/browser/tab-channel.ts";
import {
  createFakeBrowser,
  type FakeBrowser,
  type FakePage,
  type FakePageOptions,
} from "../../fixtures/browser-pages.ts";

const app = "https://app.example.com";

function open(browser: FakeBrowser, options: FakePageOptions = {}): RelayParts & { readonly page: FakePage } {
  const page = browser.openPage(`${app}/cb`, options);
  return { page, window: page.window, channel: openTabChannel(page.window, "app") };
}

const awaited = { state: "s", timeoutMs: 2000, signal: undefined };

test("an answer comes over the channel, is acknowledged, and closes its window", async () => {
  const browser = createFakeBrowser();
  const waiting = open(browser);
  const popup = open(browser);
  const answer = waitForRelay(waiting, awaited);
  await relayCallback(popup, { state: "s", query: "code=c&state=s" }, 1000);
  assert.equal((await answer).toString(), "code=c&state=s");
  assert.equal(popup.page.isClosed, true);
});

test("an answer comes as a message where there are no channels, to the opener or the page around, and to its own origin only", async () => {
  for (const relation of ["opener", "parent"] as const) {
    const browser = createFakeBrowser({ withChannels: false });
    const waiting = open(browser);
    const answer = waitForRelay(waiting, awaited);
    const targets: string[] = [];
    const other = open(browser, { [relation]: waiting.page });
    const watched = { ...other.window[relation], closed: false, close: () => undefined };
    const window: BrowserWindow = {
      ...other.window,
      [relation]: {
        ...watched,
        postMessage: (data: unknown, target: string) => {
          targets.push(target);
          other.window[relation]?.postMessage(data, target);
        },
      },
    };
    // Nobody can acknowledge it; the page that waits closes the popup, or removes the frame.
    await assert.rejects(relayCallback({ ...other, window }, { state: "s", query: "error=x" }, 20), {
      code: "ERR_VERIFICATION_STATE",
    });
    assert.equal((await answer).get("error"), "x");
    assert.deepEqual(targets, [app]);
  }
});

test("an answer that nobody waits for is refused, and its window stays (RFC 6749 §10.12)", async () => {
  const browser = createFakeBrowser();
  const waiting = open(browser);
  const controller = new AbortController();
  const answer = waitForRelay(waiting, { ...awaited, signal: controller.signal });
  answer.catch(() => undefined);
  const forged = open(browser);
  await assert.rejects(relayCallback(forged, { state: "another", query: "code=evil" }, 20), {
    code: "ERR_VERIFICATION_STATE",
    parameter: "state",
    message: /belongs to no sign-in that this browser has started/,
  });
  assert.equal(forged.page.isClosed, false);
  controller.abort();
  await assert.rejects(answer, { code: "ERR_TRANSPORT_ABORTED" });
});

test("messages of other origins, of other states and of other shapes are not heard", async () => {
  const { page, ...waiting } = open(createFakeBrowser());
  const answer = waitForRelay(waiting, awaited);
  const evil = { type: "callback", state: "s", query: "code=evil" };
  for (const origin of ["https://evil.example", "null", `${app}:8443`, `${app}.evil.example`, "http://app.example.com"])
    page.hear({ origin, data: evil });
  page.hear({ origin: app, data: { ...evil, state: "t" } });
  page.hear({ origin: app, data: { ...evil, query: ["code=evil"] } });
  page.hear({ origin: app, data: { ...evil, type: "received" } });
  page.hear({ origin: app, data: { ...evil, query: "code=mine" } });
  page.hear({ origin: app, data: evil });
  assert.equal((await answer).get("code"), "mine");
});

test("who waits too long, is aborted or loses the popup is told", async () => {
  const waiting = open(createFakeBrowser());
  await assert.rejects(waitForRelay(waiting, { ...awaited, timeoutMs: 5 }), { code: "ERR_TRANSPORT_TIMEOUT" });
  const reason = new Error("mine");
  await assert.rejects(waitForRelay(waiting, { ...awaited, signal: AbortSignal.abort(reason) }), {
    code: "ERR_TRANSPORT_ABORTED",
    cause: reason,
  });
  const popup = { closed: false, close: () => undefined, postMessage: () => undefined };
  const answer = waitForRelay(waiting, { ...awaited, popup });
  setTimeout(() => Object.assign(popup, { closed: true }), 300);
  await assert.rejects(answer, { code: "ERR_TRANSPORT_WINDOW", message: /was closed/ });
});

test("the last message of a popup that closes is still heard", async () => {
  const { page, ...waiting } = open(createFakeBrowser());
  const popup = { closed: true, close: () => undefined, postMessage: () => undefined };
  const answer = waitForRelay(waiting, { ...awaited, popup });
  setTimeout(() => page.hear({ origin: app, data: { type: "callback", state: "s", query: "code=c" } }), 450);
  assert.equal((await answer).get("code"), "c");
});
