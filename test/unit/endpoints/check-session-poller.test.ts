import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type CheckSessionPoller,
  type CheckSessionPollerOptions,
  createCheckSessionPoller,
  type FrameMessageEvent,
} from "../../../src/endpoints/check-session-poller.ts";

const opOrigin = "https://id.example.com";

/** A page with a frame, without a browser. */
interface FakePage {
  readonly poller: CheckSessionPoller;
  readonly posted: readonly (readonly [message: string, origin: string])[];
  readonly called: readonly string[];
  readonly timers: ReadonlyMap<number, readonly [run: () => void, milliseconds: number]>;
  readonly listeners: ReadonlySet<(event: FrameMessageEvent) => void>;
  /** An event for whoever listens; by default the frame's own answer. */
  readonly receive: (data: unknown, from?: Partial<FrameMessageEvent>) => void;
}

function createPage(options: Partial<CheckSessionPollerOptions> = {}): FakePage {
  const posted: [string, string][] = [];
  const called: string[] = [];
  const timers = new Map<number, readonly [() => void, number]>();
  const listeners = new Set<(event: FrameMessageEvent) => void>();
  const contentWindow = { postMessage: (message: string, origin: string) => void posted.push([message, origin]) };
  let last = 0;
  const window = {
    addEventListener: (_: "message", listener: (event: FrameMessageEvent) => void) => void listeners.add(listener),
    removeEventListener: (_: "message", listener: (event: FrameMessageEvent) => void) =>
      void listeners.delete(listener),
    setInterval(run: () => void, milliseconds: number) {
      last += 1;
      timers.set(last, [run, milliseconds]);
      return last;
    },
    clearInterval: (timer: number) => void timers.delete(timer),
  };
  const poller = createCheckSessionPoller({
    window,
    iframe: { contentWindow },
    clientId: "my client",
    sessionState: "abc.salt",
    opOrigin,
    onChanged: () => void called.push("changed"),
    onError: () => void called.push("error"),
    ...options,
  });
  const receive: FakePage["receive"] = (data, from = {}) => {
    for (const listener of listeners) listener({ data, origin: opOrigin, source: contentWindow, ...from });
  };
  return { poller, posted, called, timers, listeners, receive };
}

test("createCheckSessionPoller: asks at once and at each interval, the provider's origin alone (OpenID Connect Session Management §3.1)", () => {
  const { poller, posted, timers, listeners, called, receive } = createPage({ intervalSeconds: 5 });
  assert.deepEqual([posted.length, timers.size, listeners.size], [0, 0, 0]);
  poller.start();
  poller.start();
  assert.deepEqual([timers.size, listeners.size], [1, 1]);
  receive("unchanged");
  const [[run, milliseconds] = assert.fail()] = [...timers.values()];
  assert.equal(milliseconds, 5000);
  run();
  assert.deepEqual(posted, [
    ["my client abc.salt", "https://id.example.com"],
    ["my client abc.salt", "https://id.example.com"],
  ]);
  assert.deepEqual(called, []);
});

for (const [reply, wanted] of [
  ["changed", ["changed"]],
  ["error", ["error"]],
] as const) {
  test(`createCheckSessionPoller: stops at ${reply} and tells it once (OpenID Connect Session Management §3.1)`, () => {
    const { poller, called, timers, listeners, receive, posted } = createPage();
    poller.start();
    receive(reply);
    receive(reply);
    assert.deepEqual(called, wanted);
    assert.deepEqual([timers.size, listeners.size], [0, 0]);
    poller.start();
    assert.equal(posted.length, 2);
  });
}

for (const [title, data, from] of [
  ["another origin", "changed", { origin: "https://evil.example" }],
  ["an origin that begins like it", "changed", { origin: "https://id.example.com.evil.example" }],
  ["another frame of the same origin", "changed", { source: {} }],
  ["no frame", "changed", { source: null }],
  ["the frame itself, about something else", { type: "resize" }, {}],
  ["the frame itself, in other words", "CHANGED", {}],
] as const) {
  test(`createCheckSessionPoller: does not listen to ${title}`, () => {
    const { poller, called, timers, receive } = createPage();
    poller.start();
    receive(data, from);
    assert.deepEqual([called, timers.size], [[], 1]);
  });
}

test("createCheckSessionPoller: a frame that is not there yet is asked later, and nobody speaks for it", () => {
  const { poller, called, receive, posted } = createPage({ iframe: { contentWindow: null } });
  poller.start();
  receive("changed", { source: null });
  assert.deepEqual([called, posted], [[], []]);
});

test("createCheckSessionPoller: stop ends everything, error needs no handler, ten seconds are the default", () => {
  const { poller, called, timers, listeners, receive } = createPage({ onError: undefined });
  poller.stop();
  poller.start();
  assert.deepEqual(
    [...timers.values()].map(([, milliseconds]) => milliseconds),
    [10_000],
  );
  receive("error");
  poller.start();
  poller.stop();
  assert.deepEqual([called, timers.size, listeners.size], [[], 0, 0]);
});

for (const [parameter, change] of [
  ["opOrigin", { opOrigin: "*" }],
  ["opOrigin", { opOrigin: "https://id.example.com/" }],
  ["opOrigin", { opOrigin: "http://id.example.com" }],
  ["opOrigin", { opOrigin: undefined as unknown as string }],
  ["intervalSeconds", { intervalSeconds: 0 }],
  ["intervalSeconds", { intervalSeconds: Number.NaN }],
  ["intervalSeconds", { intervalSeconds: 86_401 }],
] as const) {
  test(`createCheckSessionPoller: refuses ${parameter} ${Object.values(change)[0]}`, () => {
    assert.throws(() => createPage(change), { code: "ERR_CONFIGURATION_OPTION", parameter });
  });
}

test("createCheckSessionPoller: refuses a session_state with a space", () => {
  assert.throws(() => createPage({ sessionState: "a b" }), { code: "ERR_VALIDATION_REQUEST" });
});
