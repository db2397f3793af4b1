import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type PollStep, pollToken } from "../../src/endpoints/poll-token.ts";
import { ResponseError, TransportError } from "../../src/errors/families.ts";
import { OAuthError } from "../../src/errors/oauth-error.ts";

const no = (error: string): OAuthError => new OAuthError("ERR_OAUTH_RESPONSE", { body: { error }, status: 400 });

const outcomes: Readonly<Record<string, () => PollStep>> = {
  pending: () => ({ status: "pending", error: no("authorization_pending") }),
  slow_down: () => ({ status: "slow_down", error: no("slow_down") }),
  lost: () => {
    throw new TransportError("ERR_TRANSPORT_NETWORK", { message: "m" });
  },
  overloaded: () => {
    throw new ResponseError("ERR_RESPONSE_STATUS", { message: "m", status: 503, retryAfterSeconds: 3 });
  },
};

test("pollToken: whatever the server answers, never faster than it asked, never after the end, and it ends (RFC 8628 §3.5)", async () => {
  const steps = fc.array(fc.constantFrom(...Object.keys(outcomes)), { minLength: 1, maxLength: 60 });
  const interval = fc.integer({ min: 1, max: 30 });
  const lifetime = fc.integer({ min: 1, max: 1800 });
  await fc.assert(
    fc.asyncProperty(steps, interval, lifetime, async (names, intervalSeconds, lifetimeSeconds) => {
      let now = 0;
      let slowedDown = 0;
      let lastAskedAt = 0;
      let asked = 0;
      const expiresAt = lifetimeSeconds * 1000;
      const ask = async (): Promise<PollStep> => {
        assert.ok(now < expiresAt);
        assert.ok(now - lastAskedAt >= (intervalSeconds + 5 * slowedDown) * 1000);
        lastAskedAt = now;
        const name = names[asked % names.length] ?? "pending";
        asked += 1;
        if (name === "slow_down") slowedDown += 1;
        return outcomes[name]?.() ?? assert.fail();
      };
      const wait = async (milliseconds: number): Promise<void> => {
        now += milliseconds;
      };
      const result = await pollToken({ clock: () => now }, { intervalSeconds, expiresAt, ask }, { wait });
      assert.deepEqual(result, { status: "expired", error: undefined });
      assert.equal(now, expiresAt);
    }),
  );
});
