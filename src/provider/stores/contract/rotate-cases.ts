import assert from "node:assert/strict";
import type { StoredToken } from "../records.ts";
import type { GrantStore, Rotation } from "../store.ts";
import type { ContractPart } from "./contract-part.ts";
import { race, tally } from "./race.ts";
import { sampleAccessToken, sampleGrant, sampleRefreshToken, startTime, uniqueName } from "./sample-records.ts";

/** What is asked of replacing refresh tokens. */
export const rotateContract: ContractPart<"grants"> = {
  of: "grants.rotate",
  needs: ["grants"],
  cases: [
    {
      rule: "marks the token as used and writes its child and the access token",
      async run({ grants }) {
        const { nowMs, grant, parent, child, access } = await family(grants);
        const rotation = { hash: parent.hash, child, tokens: [access], nowMs: nowMs + 5, leewayMs: 0 };
        assert.deepEqual(await grants.rotate(rotation), { outcome: "rotated" });
        assert.deepEqual((await grants.findToken(parent.hash))?.token, { ...parent, usedAtMs: nowMs + 5 });
        assert.deepEqual(await grants.findToken(child.hash), { token: child, grant });
        assert.deepEqual(await grants.findToken(access.hash), { token: access, grant });
        const next = childOf(child, nowMs);
        const onward = { hash: child.hash, child: next, tokens: [], nowMs: nowMs + 6, leewayMs: 0 };
        assert.deepEqual(await grants.rotate(onward), { outcome: "rotated" });
      },
    },
    {
      rule: "tells what is missing, also an access token, and what has expired by the time that is given",
      async run({ grants }) {
        const { nowMs, parent, child, access } = await family(grants);
        await grants.issue({ tokens: [access], nowMs });
        const rotate = (hash: string, at: number) =>
          grants.rotate({ hash, child: { ...child, parentHash: hash }, tokens: [], nowMs: at, leewayMs: 1000 });
        assert.deepEqual(await rotate(uniqueName("none"), nowMs), { outcome: "missing" });
        assert.deepEqual(await rotate(access.hash, nowMs), { outcome: "missing" });
        assert.deepEqual(await rotate(parent.hash, parent.expiresAtMs), { outcome: "expired" });
        assert.equal(await grants.findToken(child.hash), undefined);
        assert.deepEqual(await rotate(parent.hash, parent.expiresAtMs - 1), { outcome: "rotated" });
      },
    },
    {
      rule: "refuses a token that is revoked, or whose grant is revoked or has expired",
      async run({ grants }) {
        const revoked = { outcome: "revoked" };
        const one = await family(grants);
        await grants.revokeToken(one.parent.hash, one.nowMs);
        assert.deepEqual(await grants.rotate(rotationOf(one)), revoked);
        const two = await family(grants);
        await grants.revokeGrants({ id: two.grant.id }, "test", two.nowMs);
        assert.deepEqual(await grants.rotate(rotationOf(two)), revoked);
        const three = await family(grants, { expiresAtMs: startTime() + 5000 });
        assert.deepEqual(await grants.rotate(rotationOf(three, { nowMs: three.grant.expiresAtMs })), revoked);
        for (const { child, parent } of [one, two, three]) {
          assert.equal(await grants.findToken(child.hash), undefined);
          assert.equal((await grants.findToken(parent.hash))?.token.usedAtMs, undefined);
        }
      },
    },
    {
      rule: "rotates a token that stands alone",
      async run({ grants }) {
        const nowMs = startTime();
        const parent = sampleRefreshToken(nowMs);
        await grants.issue({ tokens: [parent], nowMs });
        const child = childOf(parent, nowMs);
        assert.deepEqual(await grants.rotate({ hash: parent.hash, child, tokens: [], nowMs, leewayMs: 0 }), {
          outcome: "rotated",
        });
        assert.deepEqual(await grants.findToken(child.hash), { token: child });
      },
    },
    {
      rule: "gives the same child again within the leeway, which counts from the first use",
      async run({ grants }) {
        const made = await family(grants);
        const { nowMs, parent, child } = made;
        await grants.rotate(rotationOf(made));
        for (const later of [1, 6000, 9999]) {
          const access = sampleAccessToken(nowMs, { grantId: made.grant.id });
          const repeated = await grants.rotate(rotationOf(made, { tokens: [access], nowMs: nowMs + later }));
          assert.deepEqual(repeated, { outcome: "repeated", child });
          assert.deepEqual((await grants.findToken(access.hash))?.token, access);
        }
        assert.equal((await grants.findToken(parent.hash))?.token.usedAtMs, nowMs, "the first use stays");
        const late = await grants.rotate(rotationOf(made, { nowMs: nowMs + 10_000 }));
        assert.deepEqual(late, { outcome: "replayed", token: { ...parent, usedAtMs: nowMs } });
      },
    },
    {
      rule: "without leeway a second use is a replay, and writes nothing",
      async run({ grants }) {
        const made = await family(grants);
        const { nowMs, parent, access } = made;
        await grants.rotate(rotationOf(made, { tokens: [], leewayMs: 0 }));
        const again = await grants.rotate(rotationOf(made, { tokens: [access], leewayMs: 0 }));
        assert.deepEqual(again, { outcome: "replayed", token: { ...parent, usedAtMs: nowMs } });
        assert.equal(await grants.findToken(access.hash), undefined);
      },
    },
    {
      rule: "without leeway a second use is a replay, also for a process whose clock is behind",
      async run({ grants }) {
        const made = await family(grants);
        await grants.rotate(rotationOf(made, { tokens: [], leewayMs: 0 }));
        const behind = rotationOf(made, { tokens: [made.access], nowMs: made.nowMs - 1, leewayMs: 0 });
        assert.equal((await grants.rotate(behind)).outcome, "replayed");
        assert.equal(await grants.findToken(made.access.hash), undefined);
      },
    },
    {
      rule: "a second use for another child is a replay, and the family does not fork",
      async run({ grants }) {
        const made = await family(grants);
        await grants.rotate(rotationOf(made));
        const other = childOf(made.parent, made.nowMs);
        const access = sampleAccessToken(made.nowMs, { grantId: made.grant.id });
        const forked = await grants.rotate(rotationOf(made, { child: other, tokens: [access] }));
        assert.equal(forked.outcome, "replayed");
        assert.equal(await grants.findToken(other.hash), undefined);
        assert.equal(await grants.findToken(access.hash), undefined);
      },
    },
    {
      rule: "a second use after the child was used or revoked is a replay, whatever the leeway",
      async run({ grants }) {
        const used = await family(grants);
        await grants.rotate(rotationOf(used));
        const grandchild = childOf(used.child, used.nowMs);
        await grants.rotate(rotationOf(used, { hash: used.child.hash, child: grandchild, tokens: [] }));
        assert.equal((await grants.rotate(rotationOf(used))).outcome, "replayed");
        const revoked = await family(grants);
        await grants.rotate(rotationOf(revoked));
        await grants.revokeToken(revoked.child.hash, revoked.nowMs);
        assert.equal((await grants.rotate(rotationOf(revoked))).outcome, "replayed");
      },
    },
    {
      rule: "a used token is known as replayed after its expiry, and as revoked with its grant",
      async run({ grants }) {
        const made = await family(grants);
        await grants.rotate(rotationOf(made));
        const late = rotationOf(made, { nowMs: made.parent.expiresAtMs + 1 });
        assert.equal((await grants.rotate(late)).outcome, "replayed");
        await grants.revokeGrants({ id: made.grant.id }, "replayed", made.nowMs);
        assert.equal((await grants.rotate(late)).outcome, "revoked");
      },
    },
    {
      rule: "rejects a hash that is stored already or a child of another token, and leaves the token unused",
      async run({ grants }) {
        const made = await family(grants);
        const { nowMs, parent, child, access } = made;
        const taken = sampleAccessToken(nowMs);
        await grants.issue({ tokens: [taken], nowMs });
        await assert.rejects(grants.rotate(rotationOf(made, { child: { ...child, hash: taken.hash } })));
        await assert.rejects(grants.rotate(rotationOf(made, { tokens: [access, taken] })));
        await assert.rejects(grants.rotate(rotationOf(made, { child: { ...child, parentHash: uniqueName("other") } })));
        assert.deepEqual((await grants.findToken(parent.hash))?.token, parent);
        for (const { hash } of [child, access]) assert.equal(await grants.findToken(hash), undefined);
        assert.deepEqual(await grants.rotate(rotationOf(made)), { outcome: "rotated" });
      },
    },
    {
      rule: "of 50 at once with one child, one rotates and 49 repeat it",
      async run({ grants }) {
        const made = await family(grants);
        const tokens = Array.from({ length: 50 }, () => sampleAccessToken(made.nowMs, { grantId: made.grant.id }));
        const outcomes = await race((runner) =>
          grants.rotate(rotationOf(made, { tokens: tokens.slice(runner, runner + 1) })),
        );
        assert.deepEqual(tally(outcomes.map(({ outcome }) => outcome)), { rotated: 1, repeated: 49 });
        for (const token of tokens) assert.deepEqual((await grants.findToken(token.hash))?.token, token);
      },
    },
    {
      rule: "of 50 at once with children of their own, one rotates and one child is stored",
      async run({ grants }) {
        for (const leewayMs of [0, 10_000]) {
          const made = await family(grants);
          const attempts = await race(async () => {
            const child = childOf(made.parent, made.nowMs);
            const { outcome } = await grants.rotate(rotationOf(made, { child, tokens: [], leewayMs }));
            return { child, outcome };
          });
          assert.deepEqual(tally(attempts.map(({ outcome }) => outcome)), { rotated: 1, replayed: 49 });
          for (const { child, outcome } of attempts)
            assert.equal((await grants.findToken(child.hash)) !== undefined, outcome === "rotated");
        }
      },
    },
    {
      rule: "one that races with a revocation of the grant leaves nothing alive",
      async run({ grants }) {
        await race(async () => {
          const made = await family(grants);
          await Promise.all([
            grants.rotate(rotationOf(made)),
            grants.revokeGrants({ id: made.grant.id }, "test", made.nowMs),
          ]);
          const next = { hash: made.child.hash, child: childOf(made.child, made.nowMs), tokens: [] };
          const { outcome } = await grants.rotate(rotationOf(made, next));
          assert.ok(outcome === "revoked" || outcome === "missing", outcome);
        });
      },
    },
  ],
};

interface Family {
  readonly nowMs: number;
  readonly grant: ReturnType<typeof sampleGrant>;
  readonly parent: StoredToken;
  readonly child: StoredToken;
  readonly access: StoredToken;
}

/** A grant with its first refresh token, and what is to replace it. */
async function family(grants: GrantStore, changes: Parameters<typeof sampleGrant>[1] = {}): Promise<Family> {
  const nowMs = startTime();
  const grant = sampleGrant(nowMs, changes);
  const parent = sampleRefreshToken(nowMs, { grantId: grant.id });
  await grants.issue({ grant, tokens: [parent], nowMs });
  const access = sampleAccessToken(nowMs, { grantId: grant.id });
  return { nowMs, grant, parent, child: childOf(parent, nowMs), access };
}

function childOf(parent: StoredToken, nowMs: number): StoredToken {
  const kept = parent.grantId === undefined ? {} : { grantId: parent.grantId };
  return sampleRefreshToken(nowMs, { ...kept, parentHash: parent.hash, generation: parent.generation + 1 });
}

function rotationOf({ parent, child, nowMs }: Family, changes: Partial<Rotation> = {}): Rotation {
  return { hash: parent.hash, child, tokens: [], nowMs, leewayMs: 10_000, ...changes };
}
