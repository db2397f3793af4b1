import assert from "node:assert/strict";
import type { Grant } from "../records.ts";
import type { GrantFilter, GrantStore } from "../store.ts";
import type { ContractPart } from "./contract-part.ts";
import { race } from "./race.ts";
import { minuteMs, sampleAccessToken, sampleGrant, startTime, uniqueName } from "./sample-records.ts";

/** What is asked of grants and tokens besides issuing. */
export const grantContract: ContractPart<"grants"> = {
  of: "grants",
  needs: ["grants"],
  cases: [
    {
      rule: "tokens that stand alone are found without a grant; what is not there is not found",
      async run({ grants }) {
        const nowMs = startTime();
        const token = sampleAccessToken(nowMs);
        assert.deepEqual(await grants.issue({ tokens: [token], nowMs }), { outcome: "issued" });
        assert.deepEqual(await grants.findToken(token.hash), { token });
        for (const name of [uniqueName("none"), "", "a\u0000b", "\ud800"]) {
          assert.equal(await grants.findToken(name), undefined);
          assert.equal(await grants.findGrant(name), undefined);
        }
      },
    },
    {
      rule: "a grant without account, session and details comes back as it was",
      async run({ grants }) {
        const nowMs = startTime();
        const { id, clientId } = sampleGrant(nowMs);
        const bare: Grant = {
          id,
          clientId,
          isOffline: false,
          scope: [],
          details: {},
          createdAtMs: nowMs,
          expiresAtMs: nowMs + minuteMs,
        };
        await grants.issue({ grant: bare, tokens: [], nowMs });
        assert.deepEqual(await grants.findGrant(id), bare);
      },
    },
    {
      rule: "finds tokens after their expiry and after that of their grant: the caller looks",
      async run({ grants }) {
        const nowMs = startTime();
        const grant = sampleGrant(nowMs);
        const token = sampleAccessToken(nowMs, { grantId: grant.id, expiresAtMs: nowMs - 1 });
        await grants.issue({ grant, tokens: [token], nowMs });
        assert.deepEqual(await grants.findToken(token.hash), { token, grant });
      },
    },
    {
      rule: "revokeToken revokes one that is alive, once",
      async run({ grants }) {
        const nowMs = startTime();
        const token = sampleAccessToken(nowMs);
        await grants.issue({ tokens: [token], nowMs });
        assert.equal(await grants.revokeToken(uniqueName("none"), nowMs), false);
        assert.equal(await grants.revokeToken(token.hash, token.expiresAtMs), false, "expired");
        assert.equal(await grants.revokeToken(token.hash, nowMs + 1), true);
        assert.equal(await grants.revokeToken(token.hash, nowMs + 2), false);
        assert.deepEqual((await grants.findToken(token.hash))?.token, { ...token, revokedAtMs: nowMs + 1 });
      },
    },
    {
      rule: "revokeGrants revokes what fits the filter and is alive, and keeps the first reason",
      async run({ grants }) {
        const nowMs = startTime();
        const one = await write(grants, nowMs);
        const two = await write(grants, nowMs, { accountId: one.accountId });
        const gone = await write(grants, nowMs, { accountId: one.accountId, expiresAtMs: nowMs });
        const other = await write(grants, nowMs);
        const token = sampleAccessToken(nowMs, { grantId: one.id });
        await grants.issue({ tokens: [token], nowMs });
        assert.equal(await grants.revokeGrants({ id: one.id }, "first", nowMs + 1), 1);
        const revoked = { ...one, revokedAtMs: nowMs + 1, revokeReason: "first" };
        assert.deepEqual(await grants.findToken(token.hash), { token, grant: revoked });
        assert.equal(await grants.revokeGrants({ accountId: one.accountId }, "second", nowMs + 2), 1);
        assert.deepEqual(await grants.findGrant(one.id), revoked);
        assert.equal((await grants.findGrant(two.id))?.revokeReason, "second");
        assert.deepEqual(await grants.findGrant(gone.id), gone);
        assert.deepEqual(await grants.findGrant(other.id), other);
      },
    },
    {
      rule: "all members of a filter must fit, and a filter without a name fits nothing",
      async run({ grants }) {
        const nowMs = startTime();
        const { accountId = "", clientId, sid = "" } = sampleGrant(nowMs);
        const kept = await write(grants, nowMs, { accountId, clientId, sid, isOffline: true });
        const ended = await write(grants, nowMs, { accountId, clientId, sid, isOffline: false });
        const count = async (filter: GrantFilter) =>
          (await grants.listGrants(filter, { limit: 9 }, nowMs)).items.map(({ id }) => id).sort();
        const both = [kept.id, ended.id].sort();
        for (const filter of [{ accountId }, { clientId }, { sid }, { accountId, clientId, sid }])
          assert.deepEqual(await count(filter), both);
        assert.deepEqual(await count({ sid, isOffline: false }), [ended.id]);
        assert.deepEqual(await count({ accountId, clientId: uniqueName("other") }), []);
        for (const filter of [{}, { isOffline: false }, { accountId: undefined }]) {
          assert.deepEqual(await count(filter), []);
          assert.equal(await grants.revokeGrants(filter, "test", nowMs), 0);
        }
        assert.equal(await grants.revokeGrants({ sid, isOffline: false }, "signed_out", nowMs), 1);
        assert.deepEqual(await count({ sid }), [kept.id]);
      },
    },
    {
      rule: "of 50 revocations at once, each grant is counted once",
      async run({ grants }) {
        const nowMs = startTime();
        const { accountId = "" } = sampleGrant(nowMs);
        for (let count = 0; count < 5; count += 1) await write(grants, nowMs, { accountId });
        const counts = await race(() => grants.revokeGrants({ accountId }, "test", nowMs));
        assert.equal(
          counts.reduce((sum, count) => sum + count, 0),
          5,
        );
      },
    },
    {
      rule: "listGrants gives those that are neither revoked nor expired",
      async run({ grants }) {
        const nowMs = startTime();
        const alive = await write(grants, nowMs);
        const { accountId } = alive;
        const revoked = await write(grants, nowMs, { accountId });
        await grants.revokeGrants({ id: revoked.id }, "test", nowMs);
        const short = await write(grants, nowMs, { accountId, expiresAtMs: nowMs + 5 });
        const idsAt = async (at: number) =>
          (await grants.listGrants({ accountId }, { limit: 9 }, at)).items.map(({ id }) => id).sort();
        assert.deepEqual(await idsAt(nowMs + 4), [alive.id, short.id].sort());
        assert.deepEqual((await grants.listGrants({ accountId }, { limit: 9 }, nowMs + 5)).items, [alive]);
      },
    },
    {
      rule: "pages are stable while grants come and go",
      async run({ grants }) {
        const nowMs = startTime();
        const { accountId = "" } = sampleGrant(nowMs);
        const ids: string[] = [];
        for (let count = 0; count < 6; count += 1) ids.push((await write(grants, nowMs, { accountId })).id);
        const first = await grants.listGrants({ accountId }, { limit: 2 }, nowMs);
        const [gone] = first.items;
        await grants.revokeGrants({ id: gone?.id }, "test", nowMs);
        await write(grants, nowMs, { accountId });
        const seen = first.items.map(({ id }) => id);
        for (let after = first.next; after !== undefined; ) {
          const page = await grants.listGrants({ accountId }, { limit: 2, after }, nowMs);
          assert.ok(page.items.length > 0 && page.items.length <= 2);
          seen.push(...page.items.map(({ id }) => id));
          after = page.next;
        }
        assert.equal(new Set(seen).size, seen.length, "an item was given twice");
        for (const id of ids) assert.ok(seen.includes(id), "an item was left out");
        const whole = await grants.listGrants({ accountId }, { limit: 6 }, nowMs);
        assert.equal(whole.items.length, 6);
        assert.equal(whole.next, undefined, "the last page is known as the last");
      },
    },
  ],
};

async function write(grants: GrantStore, nowMs: number, changes: Partial<Grant> = {}): Promise<Grant> {
  const grant = sampleGrant(nowMs, changes);
  await grants.issue({ grant, tokens: [], nowMs });
  return grant;
}
