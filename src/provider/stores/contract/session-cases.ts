import assert from "node:assert/strict";
import type { ContractPart } from "./contract-part.ts";
import { race, tally } from "./race.ts";
import { sampleSession, startTime, uniqueName } from "./sample-records.ts";

/** What is asked of signed-in browsers. */
export const sessionContract: ContractPart<"sessions"> = {
  of: "sessions",
  needs: ["sessions"],
  cases: [
    {
      rule: "put keeps one that is found by its cookie and by its sid",
      async run({ sessions }) {
        const nowMs = startTime();
        const session = sampleSession(nowMs, { acr: "1", address: "192.0.2.1", userAgent: "Firefox \u0000" });
        const bare = sampleSession(nowMs);
        for (const each of [session, bare]) {
          await sessions.put(each);
          assert.deepEqual(await sessions.find(each.hash), each);
          assert.deepEqual(await sessions.findBySid(each.sid), each);
        }
        for (const name of [uniqueName("none"), "", "a\u0000b", "\ud800", session.sid])
          assert.equal(await sessions.find(name), undefined);
        for (const name of [uniqueName("none"), "a\u0000b", session.hash])
          assert.equal(await sessions.findBySid(name), undefined);
      },
    },
    {
      rule: "put rejects a hash or a sid that is taken, and leaves the first",
      async run({ sessions }) {
        const nowMs = startTime();
        const session = sampleSession(nowMs);
        await sessions.put(session);
        await assert.rejects(sessions.put(sampleSession(nowMs, { hash: session.hash })));
        await assert.rejects(sessions.put(sampleSession(nowMs, { sid: session.sid })));
        assert.deepEqual(await sessions.find(session.hash), session);
        assert.deepEqual(await sessions.findBySid(session.sid), session);
      },
    },
    {
      rule: "finds one after its expiry, so that the caller looks; lists none of those",
      async run({ sessions }) {
        const nowMs = startTime();
        const idle = sampleSession(nowMs, { idleExpiresAtMs: nowMs + 5 });
        const { accountId } = idle;
        const over = sampleSession(nowMs, { accountId, expiresAtMs: nowMs + 6 });
        for (const each of [idle, over]) await sessions.put(each);
        const at = async (time: number) => (await sessions.list(accountId, time)).map(({ sid }) => sid).sort();
        assert.deepEqual(await at(nowMs + 4), [idle.sid, over.sid].sort());
        assert.deepEqual(await at(nowMs + 5), [over.sid]);
        assert.deepEqual(await at(nowMs + 6), []);
        assert.deepEqual(await sessions.find(idle.hash), idle);
      },
    },
    {
      rule: "list gives those of one account, oldest first",
      async run({ sessions }) {
        const nowMs = startTime();
        const accountId = uniqueName("account");
        const made = [30, 10, 20].map((age) => sampleSession(nowMs, { accountId, createdAtMs: nowMs - age }));
        for (const each of made) await sessions.put(each);
        await sessions.put(sampleSession(nowMs));
        const listed = await sessions.list(accountId, nowMs);
        assert.deepEqual(
          listed.map(({ createdAtMs }) => nowMs - createdAtMs),
          [30, 20, 10],
        );
        assert.deepEqual(await sessions.list(uniqueName("nobody"), nowMs), []);
      },
    },
    {
      rule: "update replaces the version before it only",
      async run({ sessions }) {
        const nowMs = startTime();
        const session = sampleSession(nowMs);
        assert.equal(await sessions.update({ ...session, version: 2 }), false, "not there");
        await sessions.put(session);
        const changed = { ...session, clientIds: ["app"], lastSeenAtMs: nowMs + 1, version: 2 };
        for (const version of [0, 1, 3]) assert.equal(await sessions.update({ ...changed, version }), false);
        assert.deepEqual(await sessions.find(session.hash), session);
        assert.equal(await sessions.update(changed), true);
        assert.deepEqual(await sessions.findBySid(session.sid), changed);
        const updated = await race((runner) => sessions.update({ ...changed, clientIds: [`${runner}`], version: 3 }));
        assert.deepEqual(tally(updated), { true: 1, false: 49 });
      },
    },
    {
      rule: "rotate replaces the cookie's value in one step; the old one is worth nothing",
      async run({ sessions }) {
        const nowMs = startTime();
        const session = sampleSession(nowMs);
        await sessions.put(session);
        const rotated = { ...session, hash: uniqueName("cookie"), amr: ["pwd", "otp"], version: 2 };
        assert.equal(await sessions.rotate(session.hash, rotated), true);
        assert.equal(await sessions.find(session.hash), undefined);
        assert.deepEqual(await sessions.find(rotated.hash), rotated);
        assert.deepEqual(await sessions.findBySid(session.sid), rotated);
        assert.equal(await sessions.rotate(session.hash, { ...session, hash: uniqueName("cookie") }), false);
        assert.equal(await sessions.update({ ...session, version: 2 }), false);
        assert.deepEqual(await sessions.findBySid(session.sid), rotated);
      },
    },
    {
      rule: "rotate may change the sid, and rejects a hash that another has",
      async run({ sessions }) {
        const nowMs = startTime();
        const session = sampleSession(nowMs);
        const other = sampleSession(nowMs);
        for (const each of [session, other]) await sessions.put(each);
        await assert.rejects(sessions.rotate(session.hash, { ...session, hash: other.hash }));
        assert.deepEqual(await sessions.find(session.hash), session);
        assert.deepEqual(await sessions.find(other.hash), other);
        const changed = sampleSession(nowMs, { accountId: session.accountId });
        assert.equal(await sessions.rotate(session.hash, changed), true);
        assert.equal(await sessions.findBySid(session.sid), undefined);
        assert.deepEqual(await sessions.findBySid(changed.sid), changed);
      },
    },
    {
      rule: "of 50 that rotate one cookie at once, one succeeds and one session is left",
      async run({ sessions }) {
        const nowMs = startTime();
        const session = sampleSession(nowMs);
        await sessions.put(session);
        const rotated = await race(() => sessions.rotate(session.hash, { ...session, hash: uniqueName("cookie") }));
        assert.deepEqual(tally(rotated), { true: 1, false: 49 });
        assert.equal((await sessions.list(session.accountId, nowMs)).length, 1);
      },
    },
    {
      rule: "remove gives what it removed, to one caller",
      async run({ sessions }) {
        const nowMs = startTime();
        const session = sampleSession(nowMs);
        await sessions.put(session);
        assert.equal(await sessions.remove(uniqueName("none")), undefined);
        const removed = await race(() => sessions.remove(session.hash));
        assert.deepEqual(
          removed.filter((each) => each !== undefined),
          [session],
        );
        assert.equal(await sessions.find(session.hash), undefined);
        assert.equal(await sessions.findBySid(session.sid), undefined);
      },
    },
    {
      rule: "removeAll ends the sessions of one account but one",
      async run({ sessions }) {
        const nowMs = startTime();
        const accountId = uniqueName("account");
        const made = [1, 2, 3].map((age) => sampleSession(nowMs, { accountId, createdAtMs: nowMs - age }));
        const other = sampleSession(nowMs);
        for (const each of [...made, other]) await sessions.put(each);
        const [kept] = made;
        const sidsOf = (list: readonly { readonly sid: string }[]) => list.map(({ sid }) => sid).sort();
        assert.deepEqual(sidsOf(await sessions.removeAll(accountId, kept?.sid)), sidsOf(made.slice(1)));
        assert.deepEqual(sidsOf(await sessions.list(accountId, nowMs)), sidsOf(made.slice(0, 1)));
        assert.deepEqual(sidsOf(await sessions.removeAll(accountId)), sidsOf(made.slice(0, 1)));
        assert.deepEqual(await sessions.removeAll(accountId), []);
        assert.deepEqual(await sessions.find(other.hash), other);
      },
    },
  ],
};
