import assert from "node:assert/strict";
import type { ProviderStore } from "../store.ts";
import type { ContractPart } from "./contract-part.ts";
import { race, tally } from "./race.ts";
import {
  minuteMs,
  sampleAccessToken,
  sampleArtifact,
  sampleGrant,
  sampleRefreshToken,
  startTime,
  uniqueName,
} from "./sample-records.ts";

/** What is asked of issuing tokens for something that is used up by it. */
export const issueContract: ContractPart<"artifacts" | "grants"> = {
  of: "grants.issue",
  needs: ["artifacts", "grants"],
  cases: [
    {
      rule: "uses the code up and writes the grant and all tokens",
      async run(store) {
        const { nowMs, code, grant, tokens } = await scene(store);
        const issued = await store.grants.issue({ consume: code, grant, tokens, nowMs });
        assert.deepEqual(issued, { outcome: "issued" });
        assert.equal((await store.artifacts.find(code))?.consumedAtMs, nowMs);
        assert.deepEqual(await store.grants.findGrant(grant.id), grant);
        for (const token of tokens) assert.deepEqual(await store.grants.findToken(token.hash), { token, grant });
      },
    },
    {
      rule: "writes nothing for a code that was used, and shows how it was used",
      async run(store) {
        const { nowMs, code, grant, tokens } = await scene(store);
        await store.artifacts.consume(code, nowMs - 5);
        const issued = await store.grants.issue({ consume: code, grant, tokens, nowMs });
        const artifact = { ...code, consumedAtMs: nowMs - 5, version: 2 };
        assert.deepEqual(issued, { outcome: "used", artifact });
        await assertNothingWritten(store, grant.id, tokens);
      },
    },
    {
      rule: "writes nothing for a code that has expired or never was",
      async run(store) {
        const { nowMs, code, grant, tokens } = await scene(store);
        const late = await store.grants.issue({ consume: code, grant, tokens, nowMs: code.expiresAtMs });
        assert.deepEqual(late, { outcome: "expired", artifact: code });
        await assertNothingWritten(store, grant.id, tokens);
        const unknown = { ...code, hash: uniqueName("none") };
        assert.deepEqual(await store.grants.issue({ consume: unknown, grant, tokens, nowMs }), { outcome: "missing" });
        await assertNothingWritten(store, grant.id, tokens);
        assert.equal((await store.artifacts.consume(code, nowMs)).outcome, "consumed");
      },
    },
    {
      rule: "uses nothing up for a grant that is revoked, expired or not there",
      async run(store) {
        const { nowMs, code, grant, tokens } = await scene(store);
        const revoked = { outcome: "revoked" };
        assert.deepEqual(await store.grants.issue({ consume: code, tokens, nowMs }), revoked, "not there");
        await store.grants.issue({ grant, tokens: [], nowMs });
        const late = { ...code, hash: uniqueName("late"), expiresAtMs: grant.expiresAtMs + 1 };
        await store.artifacts.put(late);
        const expired = await store.grants.issue({ consume: late, tokens, nowMs: grant.expiresAtMs });
        assert.deepEqual(expired, revoked, "expired");
        await store.grants.revokeGrants({ id: grant.id }, "test", nowMs);
        assert.deepEqual(await store.grants.issue({ consume: code, tokens, nowMs }), revoked);
        for (const artifact of [code, late]) assert.deepEqual(await store.artifacts.find(artifact), artifact);
        for (const { hash } of tokens) assert.equal(await store.grants.findToken(hash), undefined);
      },
    },
    {
      rule: "tells a used code from a revoked grant: use comes first",
      async run(store) {
        const { nowMs, code, grant, tokens } = await scene(store);
        await store.grants.issue({ consume: code, grant, tokens, nowMs });
        await store.grants.revokeGrants({ id: grant.id }, "test", nowMs);
        const again = [sampleAccessToken(nowMs, { grantId: grant.id })];
        assert.equal((await store.grants.issue({ consume: code, tokens: again, nowMs })).outcome, "used");
      },
    },
    {
      rule: "rejects a hash that is stored already, and gives the code back",
      async run(store) {
        const { nowMs, code, grant, tokens } = await scene(store);
        const taken = sampleAccessToken(nowMs);
        await store.grants.issue({ tokens: [taken], nowMs });
        const clash = [...tokens, { ...taken, grantId: grant.id }];
        await assert.rejects(store.grants.issue({ consume: code, grant, tokens: clash, nowMs }));
        const twice = [...tokens, ...tokens];
        await assert.rejects(store.grants.issue({ consume: code, grant, tokens: twice, nowMs }));
        await assertNothingWritten(store, grant.id, tokens);
        assert.deepEqual(await store.artifacts.find(code), code);
        assert.deepEqual(await store.grants.findToken(taken.hash), { token: taken });
        assert.deepEqual(await store.grants.issue({ consume: code, grant, tokens, nowMs }), { outcome: "issued" });
      },
    },
    {
      rule: "rejects a grant whose id is taken, and a second child of one token; the code stays good",
      async run(store) {
        const { nowMs, code, grant, tokens } = await scene(store);
        await store.grants.issue({ grant, tokens: [], nowMs });
        await assert.rejects(store.grants.issue({ consume: code, grant: { ...grant, scope: [] }, tokens, nowMs }));
        assert.deepEqual(await store.grants.findGrant(grant.id), grant);
        const parentHash = uniqueName("parent");
        await store.grants.issue({ tokens: [sampleRefreshToken(nowMs, { parentHash })], nowMs });
        const sibling = [sampleRefreshToken(nowMs, { parentHash })];
        await assert.rejects(store.grants.issue({ consume: code, tokens: sibling, nowMs }));
        assert.deepEqual(await store.artifacts.find(code), code);
      },
    },
    {
      rule: "of 50 at once with one code, one gets tokens and nothing is left of the others",
      async run(store) {
        const { nowMs, code } = await scene(store);
        const attempts = await race(async () => {
          const grant = sampleGrant(nowMs);
          const token = sampleAccessToken(nowMs, { grantId: grant.id });
          const { outcome } = await store.grants.issue({ consume: code, grant, tokens: [token], nowMs });
          return { outcome, grant, token };
        });
        assert.deepEqual(tally(attempts.map(({ outcome }) => outcome)), { issued: 1, used: 49 });
        for (const { outcome, grant, token } of attempts) {
          const isWinner = outcome === "issued";
          assert.equal((await store.grants.findToken(token.hash)) !== undefined, isWinner);
          assert.equal((await store.grants.findGrant(grant.id)) !== undefined, isWinner);
        }
      },
    },
    {
      rule: "of 50 at once whose token hash is the same, one gets tokens and 49 codes stay good",
      async run(store) {
        const nowMs = startTime();
        const token = sampleAccessToken(nowMs);
        const attempts = await race(async () => {
          const code = sampleArtifact(nowMs);
          await store.artifacts.put(code);
          const issued = store.grants.issue({ consume: code, tokens: [token], nowMs });
          return { code, outcome: await issued.then(() => "issued").catch(() => "rejected") };
        });
        assert.deepEqual(tally(attempts.map(({ outcome }) => outcome)), { issued: 1, rejected: 49 });
        for (const { code, outcome } of attempts) {
          const found = await store.artifacts.find(code);
          assert.equal(found?.consumedAtMs, outcome === "issued" ? nowMs : undefined);
        }
      },
    },
  ],
};

async function scene({ artifacts }: Pick<ProviderStore, "artifacts">) {
  const nowMs = startTime();
  const code = sampleArtifact(nowMs);
  await artifacts.put(code);
  const grant = sampleGrant(nowMs, { expiresAtMs: nowMs + 20 * minuteMs });
  const tokens = [
    sampleAccessToken(nowMs, {
      grantId: grant.id,
      accountId: "account",
      confirmation: { jkt: "thumbprint" },
      details: { jti: "1", act: { sub: "other" } },
    }),
    sampleRefreshToken(nowMs, { grantId: grant.id }),
  ];
  return { nowMs, code, grant, tokens };
}

async function assertNothingWritten(
  { grants }: Pick<ProviderStore, "grants">,
  grantId: string,
  tokens: readonly { readonly hash: string }[],
): Promise<void> {
  assert.equal(await grants.findGrant(grantId), undefined, "a grant was written");
  for (const { hash } of tokens) assert.equal(await grants.findToken(hash), undefined, "a token was written");
}
