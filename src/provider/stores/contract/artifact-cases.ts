import assert from "node:assert/strict";
import type { Artifact, JsonObject } from "../records.ts";
import type { ContractPart } from "./contract-part.ts";
import { race, tally } from "./race.ts";
import { minuteMs, sampleArtifact, startTime, uniqueName } from "./sample-records.ts";

/** What is asked of short-lived artifacts. */
export const artifactContract: ContractPart<"artifacts"> = {
  of: "artifacts",
  needs: ["artifacts"],
  cases: [
    {
      rule: "list gives every initial access token once in pages, and nothing of other kinds",
      async run({ artifacts }) {
        const nowMs = startTime();
        const prefix = uniqueName("list");
        const kind = "initial_access_token";
        const all = [3, 1, 2].map((number) => sampleArtifact(nowMs, { kind, hash: `${prefix}-${number}` }));
        for (const each of [...all, sampleArtifact(nowMs, { hash: `${prefix}-4` })]) await artifacts.put(each);
        const used = all[0] ?? assert.fail();
        await artifacts.consume(used, nowMs);
        const listOwn = async (): Promise<readonly Artifact[]> => {
          const seen: Artifact[] = [];
          for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
            const page = await artifacts.list(kind, { limit: 2, after });
            assert.ok(page.items.length <= 2);
            seen.push(...page.items);
            after = page.next;
          }
          return seen.filter(({ hash }) => hash.startsWith(prefix));
        };
        assert.deepEqual(await listOwn(), [all[1], all[2], { ...used, consumedAtMs: nowMs, version: 2 }]);
        for (const each of all) await artifacts.remove(each);
        assert.deepEqual(await listOwn(), []);
      },
    },
    {
      rule: "put keeps a record that find gives back whole",
      async run({ artifacts }) {
        const artifact = sampleArtifact(startTime(), { alternateHash: uniqueName("user-code"), grantId: "grant" });
        assert.equal(await artifacts.put(artifact), true);
        assert.deepEqual(await artifacts.find(artifact), artifact);
        const bare = sampleArtifact(startTime(), { clientId: "c", accountId: "a", payload: {} });
        await artifacts.put(bare);
        assert.deepEqual(await artifacts.find(bare), bare, "what was left out must stay left out");
      },
    },
    {
      rule: "find gives nothing for a hash that is not there, also where it is no text that a store can hold",
      async run({ artifacts }) {
        for (const hash of [uniqueName("none"), "", "a\u0000b", "\ud800", "'; --", "%", "\\", "x".repeat(4000)])
          assert.equal(await artifacts.find({ kind: "device_code", hash }), undefined);
        assert.equal(await artifacts.findByAlternate("device_code", uniqueName("none")), undefined);
      },
    },
    {
      rule: "a payload comes back as it was, whatever JSON it holds",
      async run({ artifacts }) {
        const payload: JsonObject = {
          text: "a\u0000b \u2028 \ud83d\ude00 ' \" \\ %",
          lone: "\ud800",
          numbers: [0, -1, 1.5, 1e-7, Number.MAX_SAFE_INTEGER],
          nothing: null,
          nested: [{ deep: [[], {}] }, true, false, ""],
          z: 1,
          a: 2,
        };
        const artifact = sampleArtifact(startTime(), { payload });
        await artifacts.put(artifact);
        const found = await artifacts.find(artifact);
        assert.deepEqual(found?.payload, payload);
        assert.equal(JSON.stringify(found?.payload), JSON.stringify(payload), "members must keep their order");
      },
    },
    {
      rule: "put refuses a hash that is taken, and leaves the first",
      async run({ artifacts }) {
        const first = sampleArtifact(startTime());
        await artifacts.put(first);
        assert.equal(await artifacts.put({ ...first, payload: { other: true } }), false);
        assert.deepEqual(await artifacts.find(first), first);
        const otherKind = sampleArtifact(startTime(), { kind: "interaction", hash: first.hash });
        assert.equal(await artifacts.put(otherKind), true, "each kind has its own names");
        assert.deepEqual(await artifacts.find(otherKind), otherKind);
      },
    },
    {
      rule: "put refuses the hash of one that was consumed",
      async run({ artifacts }) {
        const nowMs = startTime();
        const artifact = sampleArtifact(nowMs);
        await artifacts.put(artifact);
        await artifacts.consume(artifact, nowMs);
        assert.equal(await artifacts.put(artifact), false);
        assert.equal((await artifacts.consume(artifact, nowMs)).outcome, "used");
      },
    },
    {
      rule: "an alternate hash is unique within its kind",
      async run({ artifacts }) {
        const nowMs = startTime();
        const alternateHash = uniqueName("user-code");
        const first = sampleArtifact(nowMs, { kind: "device_code", alternateHash });
        const second = sampleArtifact(nowMs, { kind: "device_code", alternateHash });
        assert.equal(await artifacts.put(first), true);
        assert.equal(await artifacts.put(second), false);
        assert.equal(await artifacts.find(second), undefined, "nothing may be left of what was refused");
        assert.deepEqual(await artifacts.findByAlternate("device_code", alternateHash), first);
        assert.equal(await artifacts.findByAlternate("interaction", alternateHash), undefined);
        const otherKind = sampleArtifact(nowMs, { kind: "interaction", alternateHash });
        assert.equal(await artifacts.put(otherKind), true);
      },
    },
    {
      rule: "update replaces the version before it, also after expiry",
      async run({ artifacts }) {
        const nowMs = startTime();
        const first = sampleArtifact(nowMs, { alternateHash: uniqueName("user-code"), expiresAtMs: nowMs - 1 });
        await artifacts.put(first);
        const second = { ...first, payload: { step: 2 }, expiresAtMs: nowMs + minuteMs, version: 2 };
        assert.equal(await artifacts.update(second), true);
        assert.deepEqual(await artifacts.find(first), second);
        assert.deepEqual(await artifacts.findByAlternate(first.kind, first.alternateHash ?? ""), second);
      },
    },
    {
      rule: "update refuses any other version, what is not there, and what was consumed",
      async run({ artifacts }) {
        const nowMs = startTime();
        const first = sampleArtifact(nowMs);
        assert.equal(await artifacts.update({ ...first, version: 2 }), false);
        assert.equal(await artifacts.find(first), undefined);
        await artifacts.put(first);
        for (const version of [0, 1, 3])
          assert.equal(await artifacts.update({ ...first, payload: {}, version }), false);
        assert.deepEqual(await artifacts.find(first), first);
        await artifacts.consume(first, nowMs);
        for (const version of [2, 3]) assert.equal(await artifacts.update({ ...first, payload: {}, version }), false);
        assert.equal((await artifacts.consume(first, nowMs)).outcome, "used");
      },
    },
    {
      rule: "update moves the alternate hash, and refuses one that is taken",
      async run({ artifacts }) {
        const nowMs = startTime();
        const first = sampleArtifact(nowMs, { alternateHash: uniqueName("old") });
        const other = sampleArtifact(nowMs, { alternateHash: uniqueName("taken") });
        await artifacts.put(first);
        await artifacts.put(other);
        assert.equal(await artifacts.update({ ...first, alternateHash: other.alternateHash, version: 2 }), false);
        assert.deepEqual(await artifacts.find(first), first);
        const moved = { ...first, alternateHash: uniqueName("new"), version: 2 };
        assert.equal(await artifacts.update(moved), true);
        assert.equal(await artifacts.findByAlternate(first.kind, first.alternateHash ?? ""), undefined);
        assert.deepEqual(await artifacts.findByAlternate(first.kind, moved.alternateHash), moved);
      },
    },
    {
      rule: "remove frees both hashes, and minds nothing that is not there",
      async run({ artifacts }) {
        const artifact = sampleArtifact(startTime(), { alternateHash: uniqueName("user-code") });
        await artifacts.put(artifact);
        await artifacts.remove({ kind: "interaction", hash: artifact.hash });
        assert.deepEqual(await artifacts.find(artifact), artifact, "of another kind");
        await artifacts.remove(artifact);
        await artifacts.remove(artifact);
        assert.equal(await artifacts.find(artifact), undefined);
        assert.equal(await artifacts.findByAlternate(artifact.kind, artifact.alternateHash ?? ""), undefined);
        assert.equal(await artifacts.put(artifact), true);
      },
    },
    {
      rule: "of 50 that put one hash at once, one succeeds; of 50 that put one alternate hash, too",
      async run({ artifacts }) {
        const nowMs = startTime();
        const artifact = sampleArtifact(nowMs);
        const sameHash = await race((runner) => artifacts.put({ ...artifact, payload: { runner } }));
        assert.deepEqual(tally(sameHash), { true: 1, false: 49 });
        assert.equal((await artifacts.find(artifact))?.payload.runner, sameHash.indexOf(true));
        const alternateHash = uniqueName("user-code");
        const sameAlternate = await race(() => artifacts.put(sampleArtifact(nowMs, { alternateHash })));
        assert.deepEqual(tally(sameAlternate), { true: 1, false: 49 });
      },
    },
    {
      rule: "of 50 that update one version at once, one succeeds",
      async run({ artifacts }) {
        const artifact = sampleArtifact(startTime());
        await artifacts.put(artifact);
        const updated = await race((runner) => artifacts.update({ ...artifact, payload: { runner }, version: 2 }));
        assert.deepEqual(tally(updated), { true: 1, false: 49 });
        assert.equal((await artifacts.find(artifact))?.payload.runner, updated.indexOf(true));
      },
    },
  ],
};
