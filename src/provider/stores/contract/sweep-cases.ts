import assert from "node:assert/strict";
import type { ContractPart, StoreWith } from "./contract-part.ts";
import {
  minuteMs,
  sampleAccessToken,
  sampleArtifact,
  sampleConsent,
  sampleDelivery,
  sampleGrant,
  sampleRefreshToken,
  sampleSession,
  startTime,
  uniqueName,
} from "./sample-records.ts";

/** What `sweep` must leave. */
export const keepContract: ContractPart<"artifacts"> = {
  of: "sweep",
  needs: ["artifacts"],
  cases: [
    {
      rule: "leaves what is not to be purged yet: used and expired artifacts are still told from garbage",
      async run(store) {
        const nowMs = startTime();
        const [used, expired] = [sampleArtifact(nowMs), sampleArtifact(nowMs)];
        for (const each of [used, expired]) await store.artifacts.put(each);
        await store.artifacts.consume(used, nowMs);
        await sweepAll(store, used.purgeAtMs - 1);
        assert.equal((await store.artifacts.consume(used, nowMs)).outcome, "used");
        assert.equal((await store.artifacts.consume(expired, expired.expiresAtMs)).outcome, "expired");
      },
    },
    {
      rule: "ping and an empty sweep work",
      async run(store) {
        await store.ping();
        assert.equal(await store.sweep(0, 10), 0);
      },
    },
  ],
};

/** What `sweep` must leave of what was used once. */
export const keepReplayContract: ContractPart<"replay"> = {
  of: "replay",
  needs: ["replay"],
  cases: [
    {
      rule: "a sweep by a process whose clock is a minute ahead forgets nothing that another has to refuse still",
      async run(store) {
        const expiresAtMs = startTime() + minuteMs;
        const key = uniqueName("jti");
        assert.equal(await store.replay.claim(key, expiresAtMs), true);
        await sweepAll(store, expiresAtMs + minuteMs - 1);
        assert.equal(await store.replay.claim(key, expiresAtMs), false);
      },
    },
  ],
};

/** What `sweep` must leave of grants. */
export const keepGrantContract: ContractPart<"grants"> = {
  of: "sweep",
  needs: ["grants"],
  cases: [
    {
      rule: "leaves used refresh tokens until they are purged, so that a replay is known",
      async run(store) {
        const nowMs = startTime();
        const parent = sampleRefreshToken(nowMs);
        await store.grants.issue({ tokens: [parent], nowMs });
        const child = sampleRefreshToken(nowMs, { parentHash: parent.hash, purgeAtMs: parent.purgeAtMs + minuteMs });
        const rotation = { hash: parent.hash, child, tokens: [], nowMs, leewayMs: 0 };
        await store.grants.rotate(rotation);
        await sweepAll(store, parent.purgeAtMs - 1);
        assert.equal((await store.grants.rotate(rotation)).outcome, "replayed");
        assert.deepEqual((await store.grants.findToken(child.hash))?.token, child);
      },
    },
    {
      rule: "leaves a grant as long as one of its tokens is there: no token may look as if it stood alone",
      async run(store) {
        const nowMs = startTime();
        const grant = sampleGrant(nowMs);
        const late = grant.expiresAtMs + 48 * 60 * minuteMs;
        const token = sampleAccessToken(nowMs, { grantId: grant.id, expiresAtMs: late, purgeAtMs: late });
        await store.grants.issue({ grant, tokens: [token], nowMs });
        await sweepAll(store, late - 1);
        assert.deepEqual(await store.grants.findToken(token.hash), { token, grant });
      },
    },
  ],
};

/** What `sweep` must remove. */
export const sweepContract: ContractPart<"artifacts" | "grants" | "sessions" | "throttle" | "replay"> = {
  of: "sweep",
  needs: ["artifacts", "grants", "sessions", "throttle", "replay"],
  sweeps: true,
  cases: [
    {
      rule: "removes artifacts and tokens to be purged, dead grants without tokens, and sessions that are over",
      async run(store) {
        const nowMs = startTime();
        const artifact = sampleArtifact(nowMs, { alternateHash: uniqueName("user-code") });
        const grant = sampleGrant(nowMs);
        const parent = sampleRefreshToken(nowMs, { grantId: grant.id });
        const child = sampleRefreshToken(nowMs, { grantId: grant.id, parentHash: parent.hash });
        const idle = sampleSession(nowMs);
        const awake = sampleSession(nowMs, { idleExpiresAtMs: nowMs + 1e9, expiresAtMs: nowMs + 1e9 });
        await store.artifacts.put(artifact);
        await store.grants.issue({ grant, tokens: [parent, child], nowMs });
        for (const each of [idle, awake]) await store.sessions.put(each);
        await sweepAll(store, parent.purgeAtMs + 120 * minuteMs);
        assert.equal(await store.artifacts.find(artifact), undefined);
        assert.equal(await store.artifacts.findByAlternate(artifact.kind, artifact.alternateHash ?? ""), undefined);
        for (const { hash } of [parent, child]) assert.equal(await store.grants.findToken(hash), undefined);
        assert.equal(await store.grants.findGrant(grant.id), undefined);
        assert.equal(await store.sessions.findBySid(idle.sid), undefined);
        assert.deepEqual(await store.sessions.findBySid(awake.sid), awake);
        assert.equal(await store.artifacts.put(artifact), true, "the names are free again");
        assert.deepEqual(await store.grants.issue({ grant, tokens: [parent, child], nowMs }), { outcome: "issued" });
      },
    },
    {
      rule: "removes at most as many as it is told, and gets on by and by",
      async run(store) {
        const nowMs = startTime();
        await sweepAll(store, nowMs);
        const artifacts = Array.from({ length: 20 }, () => sampleArtifact(nowMs - 60 * minuteMs, { purgeAtMs: nowMs }));
        for (const each of artifacts) await store.artifacts.put(each);
        const rule = { windowMs: 1, blockAfter: 9, blockMs: 1, maxBlockMs: 1 };
        const keys = Array.from({ length: 20 }, () => uniqueName("key"));
        for (const key of keys) await store.throttle.fail(key, rule, nowMs - 5);
        for (let calls = 0; calls < 500; calls += 1) assert.ok((await store.sweep(nowMs, 3)) <= 3);
        for (const each of artifacts) assert.equal(await store.artifacts.find(each), undefined);
      },
    },
    {
      rule: "several at once, while artifacts are consumed, disturb nobody",
      async run(store) {
        const nowMs = startTime();
        const old = Array.from({ length: 100 }, () => sampleArtifact(nowMs - 90 * minuteMs));
        const fresh = Array.from({ length: 20 }, () => sampleArtifact(nowMs));
        for (const each of [...old, ...fresh]) await store.artifacts.put(each);
        const sweeps = Array.from({ length: 10 }, () => sweepAll(store, nowMs));
        const outcomes = await Promise.all(fresh.map((each) => store.artifacts.consume(each, nowMs)));
        await Promise.all([...sweeps, ...old.map((each) => store.artifacts.consume(each, nowMs))]);
        assert.ok(outcomes.every(({ outcome }) => outcome === "consumed"));
        await sweepAll(store, nowMs);
        for (const each of old) assert.equal(await store.artifacts.find(each), undefined);
      },
    },
  ],
};

/** What `sweep` must remove besides: consents that were given for a time, and deliveries that nobody needs any more. */
export const sweepConsentContract: ContractPart<"consents" | "deliveries"> = {
  of: "sweep",
  needs: ["consents", "deliveries"],
  sweeps: true,
  cases: [
    {
      rule: "removes consents that have expired and deliveries that are too late, and leaves those without a time",
      async run(store) {
        const nowMs = startTime();
        const over = sampleConsent(nowMs, { expiresAtMs: nowMs + minuteMs });
        const lasting = sampleConsent(nowMs, { accountId: over.accountId });
        const later = sampleConsent(nowMs, { accountId: over.accountId, expiresAtMs: nowMs + minuteMs + 1 });
        const prolonged = sampleConsent(nowMs, { accountId: over.accountId, expiresAtMs: nowMs });
        for (const each of [over, lasting, later, prolonged]) await store.consents.put(each);
        await store.consents.put({ ...prolonged, expiresAtMs: undefined });
        const late = sampleDelivery(nowMs, { purgeAtMs: nowMs + minuteMs });
        const waiting = sampleDelivery(nowMs, { purgeAtMs: nowMs + minuteMs + 1 });
        await store.deliveries.put([late, waiting]);
        await sweepAll(store, nowMs + minuteMs);
        const left = (await store.consents.list(over.accountId)).map(({ clientId }) => clientId).sort();
        assert.deepEqual(left, [lasting, later, prolonged].map(({ clientId }) => clientId).sort());
        assert.equal(await store.deliveries.remove(late.id), false);
        assert.equal(await store.deliveries.remove(waiting.id), true);
      },
    },
  ],
};

/** Sweeps until two rounds find nothing: a store may look at a part of its records at a time. */
async function sweepAll(store: Pick<StoreWith<never>, "sweep">, nowMs: number): Promise<void> {
  for (let idle = 0, rounds = 0; idle < 12 && rounds < 10_000; rounds += 1)
    idle = (await store.sweep(nowMs, 500)) === 0 ? idle + 1 : 0;
}
