import assert from "node:assert/strict";
import type { ContractPart } from "./contract-part.ts";
import { race, tally } from "./race.ts";
import { minuteMs, sampleArtifact, startTime, uniqueName } from "./sample-records.ts";

/** What is asked of using something once. */
export const consumeContract: ContractPart<"artifacts"> = {
  of: "artifacts.consume",
  needs: ["artifacts"],
  cases: [
    {
      rule: "gives the artifact to the first, and tells the second when it was used",
      async run({ artifacts }) {
        const nowMs = startTime();
        const artifact = sampleArtifact(nowMs, { alternateHash: uniqueName("user-code") });
        await artifacts.put(artifact);
        assert.deepEqual(await artifacts.consume(artifact, nowMs + 5), { outcome: "consumed", artifact });
        const used = { ...artifact, consumedAtMs: nowMs + 5, version: 2 };
        assert.deepEqual(await artifacts.consume(artifact, nowMs + 9), { outcome: "used", artifact: used });
        assert.deepEqual(await artifacts.find(artifact), used, "the time of the first use stays");
        assert.deepEqual(await artifacts.findByAlternate(artifact.kind, artifact.alternateHash ?? ""), used);
      },
    },
    {
      rule: "counts expiry by the time that is given: the last millisecond before is good, the moment itself is not",
      async run({ artifacts }) {
        const nowMs = startTime();
        const artifact = sampleArtifact(nowMs);
        await artifacts.put(artifact);
        const late = await artifacts.consume(artifact, artifact.expiresAtMs);
        assert.deepEqual(late, { outcome: "expired", artifact });
        assert.deepEqual(await artifacts.find(artifact), artifact, "expired is not used");
        assert.equal((await artifacts.consume(artifact, artifact.expiresAtMs - 1)).outcome, "consumed");
        const early = sampleArtifact(nowMs, { expiresAtMs: nowMs - minuteMs });
        await artifacts.put(early);
        assert.equal((await artifacts.consume(early, early.expiresAtMs - 1)).outcome, "consumed");
      },
    },
    {
      rule: "tells used from expired, long after both",
      async run({ artifacts }) {
        const nowMs = startTime();
        const artifact = sampleArtifact(nowMs);
        await artifacts.put(artifact);
        await artifacts.consume(artifact, nowMs);
        assert.equal((await artifacts.consume(artifact, nowMs + 30 * minuteMs)).outcome, "used");
      },
    },
    {
      rule: "tells what never was: another hash, another kind, one that was removed",
      async run({ artifacts }) {
        const nowMs = startTime();
        const artifact = sampleArtifact(nowMs);
        await artifacts.put(artifact);
        const missing = { outcome: "missing" };
        assert.deepEqual(await artifacts.consume({ ...artifact, hash: uniqueName("none") }, nowMs), missing);
        assert.deepEqual(await artifacts.consume({ ...artifact, kind: "device_code" }, nowMs), missing);
        assert.deepEqual(await artifacts.consume({ kind: artifact.kind, hash: "a\u0000b" }, nowMs), missing);
        await artifacts.remove(artifact);
        assert.deepEqual(await artifacts.consume(artifact, nowMs), missing);
      },
    },
    {
      rule: "of 50 at once, one wins and 49 see it used",
      async run({ artifacts }) {
        const nowMs = startTime();
        const artifact = sampleArtifact(nowMs);
        await artifacts.put(artifact);
        const outcomes = await race((runner) => artifacts.consume(artifact, nowMs + runner));
        assert.deepEqual(tally(outcomes.map(({ outcome }) => outcome)), { consumed: 1, used: 49 });
        const winner = outcomes.findIndex(({ outcome }) => outcome === "consumed");
        assert.equal((await artifacts.find(artifact))?.consumedAtMs, nowMs + winner);
      },
    },
    {
      rule: "an update that races with it comes before or not at all",
      async run({ artifacts }) {
        const nowMs = startTime();
        await race(async () => {
          const artifact = sampleArtifact(nowMs);
          await artifacts.put(artifact);
          const changed = { ...artifact, payload: { changed: true }, version: 2 };
          const [consumed, isUpdated] = await Promise.all([
            artifacts.consume(artifact, nowMs),
            artifacts.update(changed),
          ]);
          assert.deepEqual(consumed, { outcome: "consumed", artifact: isUpdated ? changed : artifact });
          assert.equal((await artifacts.find(artifact))?.consumedAtMs, nowMs);
        });
      },
    },
  ],
};
