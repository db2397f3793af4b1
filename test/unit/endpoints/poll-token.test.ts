import assert from "node:assert/strict";
import { test } from "node:test";
import {
  askForToken,
  type PollOptions,
  type PollPending,
  type PollResult,
  type PollStep,
  pollToken,
} from "../../../src/endpoints/poll-token.ts";
import { ConfigurationError, ResponseError, TransportError } from "../../../src/errors/families.ts";
import { OAuthError, type OAuthErrorDetails } from "../../../src/errors/oauth-error.ts";
import { assertRefused } from "../../fixtures/refusals.ts";

const tokens = { access_token: "access-secret-1", token_type: "Bearer" } as const;
const granted: PollStep = { status: "granted", response: tokens, claims: undefined, receivedAt: 0 };

/** The server's no. */
function no(error: string, details: Partial<OAuthErrorDetails> = {}): OAuthError {
  return new OAuthError("ERR_OAUTH_RESPONSE", { body: { error }, status: 400, ...details });
}

const pending: PollStep = { status: "pending", error: no("authorization_pending") };
const slowDown: PollStep = { status: "slow_down", error: no("slow_down") };
const lost = new TransportError("ERR_TRANSPORT_TIMEOUT", { message: "m" });
const down = (status: number, retryAfterSeconds?: number): ResponseError =>
  new ResponseError("ERR_RESPONSE_STATUS", { message: "m", status, retryAfterSeconds });

interface Run {
  readonly result: PollResult | undefined;
  readonly error: unknown;
  /** Seconds of each wait. */
  readonly waits: readonly number[];
  readonly told: readonly PollPending[];
  readonly asked: number;
}

interface RunOptions extends PollOptions {
  readonly intervalSeconds?: number;
  readonly expiresInSeconds?: number;
}

/** Polls through these outcomes in no time: waiting moves the clock. */
async function run(
  outcomes: readonly (PollStep | Error)[],
  { intervalSeconds = 5, expiresInSeconds = 1000, ...options }: RunOptions = {},
): Promise<Run> {
  let now = 5_000_000;
  let asked = 0;
  const waits: number[] = [];
  const told: PollPending[] = [];
  const ask = async (): Promise<PollStep> => {
    const outcome = outcomes[Math.min(asked, outcomes.length - 1)] ?? granted;
    asked += 1;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const wait = async (milliseconds: number): Promise<void> => {
    waits.push(milliseconds / 1000);
    now += milliseconds;
  };
  const subject = { intervalSeconds, expiresAt: now + expiresInSeconds * 1000, ask };
  try {
    const result = await pollToken({ clock: () => now }, subject, { wait, onPending: (p) => told.push(p), ...options });
    return { result, error: undefined, waits, told, asked };
  } catch (error) {
    return { result: undefined, error, waits, told, asked };
  }
}

const paces: readonly (readonly [title: string, outcomes: readonly (PollStep | Error)[], waits: readonly number[]])[] =
  [
    ["waits the interval before each request, also the first", [pending, pending, granted], [5, 5, 5]],
    [
      "is slower by five seconds for good after each slow_down",
      [slowDown, pending, slowDown, granted],
      [5, 10, 10, 15],
    ],
    [
      "doubles its waits while no answer arrives, and goes back",
      [lost, lost, lost, pending, granted],
      [5, 10, 20, 40, 5],
    ],
    ["backs off to a minute at most", [lost, lost, lost, lost, lost, lost, granted], [5, 10, 20, 40, 60, 60, 60]],
    ["backs off while the server is overloaded", [down(503), down(500), pending, granted], [5, 10, 20, 5]],
    ["keeps a Retry-After that is longer", [down(503, 90), down(429, 3), granted], [5, 90, 20]],
    [
      "keeps the Retry-After of an error of the protocol",
      [no("slow_down_not", { status: 503, retryAfterSeconds: 77 }), granted],
      [5, 77],
    ],
    ["takes temporarily_unavailable for an overload", [no("temporarily_unavailable"), granted], [5, 10]],
    [
      "keeps a Retry-After that comes with pending",
      [{ status: "pending", error: no("authorization_pending", { retryAfterSeconds: 30 }) }, granted],
      [5, 30],
    ],
  ];

for (const [title, outcomes, waits] of paces) {
  test(`pollToken: ${title} (RFC 8628 §3.5)`, async () => {
    const outcome = await run(outcomes);
    assert.equal(outcome.error, undefined);
    assert.equal(outcome.result?.status, "granted");
    assert.deepEqual(outcome.waits, waits);
    assert.deepEqual(
      outcome.told.map(({ nextPollInSeconds }) => nextPollInSeconds),
      waits.slice(1),
    );
  });
}

test("pollToken: keeps an interval above the back-off's limit, and never asks faster than each second", async () => {
  assert.deepEqual((await run([lost, granted], { intervalSeconds: 90 })).waits, [90, 90]);
  assert.deepEqual((await run([pending, granted], { intervalSeconds: 0 })).waits, [1, 1]);
});

test("pollToken: tells the caller why it goes on", async () => {
  const { told } = await run([pending, slowDown, lost, granted]);
  assert.deepEqual(
    told.map(({ status, error }) => [status, error.name]),
    [
      ["pending", "OAuthError"],
      ["slow_down", "OAuthError"],
      ["unreachable", "TransportError"],
    ],
  );
});

test("pollToken: a listener that throws changes nothing", async () => {
  const onPending = (): never => {
    throw new Error("listener");
  };
  assert.equal((await run([pending, granted], { onPending })).result?.status, "granted");
});

for (const status of ["denied", "expired"] as const) {
  test(`pollToken: ends with ${status} as a result`, async () => {
    const final: PollStep = { status, error: no("x") };
    const { result, asked } = await run([pending, final]);
    assert.deepEqual([result, asked], [final, 2]);
  });
}

test("pollToken: ends when the lifetime is over, without another request (RFC 8628 §3.2)", async () => {
  const { result, waits, asked } = await run([pending], { expiresInSeconds: 12 });
  assert.deepEqual(result, { status: "expired", error: undefined });
  assert.deepEqual([waits, asked], [[5, 5, 2], 2]);
  const late = await run([pending], { expiresInSeconds: -1 });
  assert.deepEqual([late.result?.status, late.waits, late.asked], ["expired", [], 0]);
});

const fatal: readonly Error[] = [
  no("invalid_client", { status: 401 }),
  no("invalid_grant"),
  no("unauthorized_client"),
  down(404),
  new ResponseError("ERR_RESPONSE_NOT_JSON", { message: "m", status: 200 }),
  new ConfigurationError("ERR_CONFIGURATION_OPTION", { message: "m" }),
  new TransportError("ERR_TRANSPORT_ABORTED", { message: "m" }),
  new TypeError("m"),
];

for (const error of fatal) {
  test(`pollToken: throws what asking again cannot mend: ${error.message.slice(0, 40)} ${Reflect.get(error, "code")}`, async () => {
    const outcome = await run([pending, error, granted]);
    assert.equal(outcome.error, error);
    assert.equal(outcome.asked, 2);
  });
}

for (const [intervalSeconds, expiresAt] of [
  [Number.NaN, 1],
  [5, Number.NaN],
  [5, Number.POSITIVE_INFINITY],
] as const) {
  test(`pollToken: refuses the times ${intervalSeconds} and ${expiresAt}`, async () => {
    const call = pollToken({ clock: () => 0 }, { intervalSeconds, expiresAt, ask: async () => granted });
    await assertRefused(call, "ConfigurationError", "ERR_CONFIGURATION_OPTION");
  });
}

test("pollToken: the signal ends it at once while it waits, also with a wait that ignores signals", async () => {
  const subject = { intervalSeconds: 600, expiresAt: 1e12, ask: async () => granted };
  for (const wait of [undefined, () => new Promise<void>(() => undefined)]) {
    const controller = new AbortController();
    const polling = pollToken({ clock: () => 0 }, subject, { signal: controller.signal, wait });
    controller.abort(new Error("enough"));
    await assertRefused(polling, "TransportError", "ERR_TRANSPORT_ABORTED");
  }
});

test("pollToken: a signal that has fired already starts no timer and sends nothing", async () => {
  const { error, waits, asked } = await run([granted], { signal: AbortSignal.abort() });
  assert.equal(Reflect.get(Object(error), "code"), "ERR_TRANSPORT_ABORTED");
  assert.deepEqual([waits, asked], [[], 0]);
});

test("askForToken: gives four errors as results and throws the others (RFC 8628 §3.5)", async () => {
  for (const [error, status] of [
    ["authorization_pending", "pending"],
    ["slow_down", "slow_down"],
    ["access_denied", "denied"],
    ["expired_token", "expired"],
  ]) {
    const thrown = no(error ?? "");
    const step = await askForToken(() => Promise.reject(thrown));
    assert.deepEqual(step, { status, error: thrown });
    assert.ok(Object.isFrozen(step));
  }
  for (const thrown of [no("invalid_client"), no("constructor"), lost, new TypeError("m")])
    await assert.rejects(
      askForToken(() => Promise.reject(thrown)),
      thrown,
    );
});
