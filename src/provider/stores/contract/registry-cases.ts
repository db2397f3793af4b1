import assert from "node:assert/strict";
import type { ContractPart } from "./contract-part.ts";
import { race, tally } from "./race.ts";
import { sampleClient, sampleConsent, startTime, uniqueName } from "./sample-records.ts";

/** What is asked of consents. */
export const consentContract: ContractPart<"consents"> = {
  of: "consents",
  needs: ["consents"],
  cases: [
    {
      rule: "put keeps one for an account and a client, and replaces it",
      async run({ consents }) {
        const nowMs = startTime();
        const consent = sampleConsent(nowMs);
        await consents.put(consent);
        assert.deepEqual(await consents.find(consent.accountId, consent.clientId), consent);
        const changed = { ...consent, scope: ["openid"], updatedAtMs: nowMs + 1, expiresAtMs: nowMs + 9 };
        await consents.put(changed);
        assert.deepEqual(await consents.list(consent.accountId), [changed]);
        await consents.put(consent);
        assert.deepEqual(await consents.find(consent.accountId, consent.clientId), consent, "without expiry again");
      },
    },
    {
      rule: "find and list know nothing of others",
      async run({ consents }) {
        const one = sampleConsent(startTime());
        const two = sampleConsent(startTime(), { accountId: one.accountId });
        for (const each of [one, two, sampleConsent(startTime(), { clientId: one.clientId })]) await consents.put(each);
        assert.equal(await consents.find(one.accountId, uniqueName("none")), undefined);
        assert.equal(await consents.find(one.clientId, one.accountId), undefined);
        assert.equal(await consents.find(one.accountId, "a\u0000b"), undefined);
        const clientIds = (await consents.list(one.accountId)).map(({ clientId }) => clientId).sort();
        assert.deepEqual(clientIds, [one.clientId, two.clientId].sort());
        assert.deepEqual(await consents.list(uniqueName("nobody")), []);
      },
    },
    {
      rule: "remove tells whether there was one; 50 that put at once leave one",
      async run({ consents }) {
        const consent = sampleConsent(startTime());
        assert.equal(await consents.remove(consent.accountId, consent.clientId), false);
        await race((runner) => consents.put({ ...consent, scope: [`${runner}`] }));
        assert.equal((await consents.list(consent.accountId)).length, 1);
        const removed = await race(() => consents.remove(consent.accountId, consent.clientId));
        assert.deepEqual(tally(removed), { true: 1, false: 49 });
        assert.equal(await consents.find(consent.accountId, consent.clientId), undefined);
      },
    },
  ],
};

/** What is asked of registered clients. */
export const clientContract: ContractPart<"clients"> = {
  of: "clients",
  needs: ["clients"],
  cases: [
    {
      rule: "put keeps a client, and refuses an id that is taken",
      async run({ clients }) {
        const nowMs = startTime();
        const client = sampleClient(nowMs, {
          disabledAtMs: nowMs,
          secrets: [{ hash: "$argon2id$", sealed: "x", createdAtMs: nowMs, expiresAtMs: nowMs + 1 }],
        });
        assert.equal(await clients.put(client), true);
        assert.equal(await clients.put({ ...client, metadata: {} }), false);
        assert.deepEqual(await clients.find(client.clientId), client);
        const id = uniqueName("raced");
        const put = await race((runner) => clients.put(sampleClient(nowMs, { clientId: id, metadata: { runner } })));
        assert.deepEqual(tally(put), { true: 1, false: 49 });
        assert.deepEqual((await clients.find(id))?.metadata, { runner: put.indexOf(true) });
      },
    },
    {
      rule: "find gives nothing for an id that is not there, whatever its characters",
      async run({ clients }) {
        for (const id of [uniqueName("none"), "", "a\u0000b", "\udfff", "%", "_", "' or 1=1 --", "x".repeat(9000)])
          assert.equal(await clients.find(id), undefined);
      },
    },
    {
      rule: "update replaces the version before it only",
      async run({ clients }) {
        const nowMs = startTime();
        const client = sampleClient(nowMs);
        assert.equal(await clients.update({ ...client, version: 2 }), false);
        await clients.put(client);
        for (const version of [0, 1, 3]) assert.equal(await clients.update({ ...client, version }), false);
        const disabled = { ...client, disabledAtMs: nowMs, secrets: [], version: 2 };
        const updated = await race(() => clients.update(disabled));
        assert.deepEqual(tally(updated), { true: 1, false: 49 });
        assert.deepEqual(await clients.find(client.clientId), disabled);
      },
    },
    {
      rule: "remove tells whether there was one, and frees the id",
      async run({ clients }) {
        const client = sampleClient(startTime());
        await clients.put(client);
        assert.equal(await clients.remove(client.clientId), true);
        assert.equal(await clients.remove(client.clientId), false);
        assert.equal(await clients.find(client.clientId), undefined);
        assert.equal(await clients.update({ ...client, version: 2 }), false);
        assert.equal(await clients.put(client), true);
      },
    },
    {
      rule: "list gives every client once in pages, while others come and go",
      async run({ clients }) {
        const nowMs = startTime();
        const prefix = uniqueName("list");
        const ids = [5, 3, 1, 4, 2].map((number) => `${prefix}-${number}`);
        for (const clientId of ids) await clients.put(sampleClient(nowMs, { clientId }));
        const seen: string[] = [];
        for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
          const page = await clients.list({ limit: 2, after });
          assert.ok(page.items.length <= 2);
          seen.push(...page.items.map(({ clientId }) => clientId));
          if (isFirst) await clients.put(sampleClient(nowMs, { clientId: `${prefix}-0` }));
          after = page.next;
        }
        assert.equal(new Set(seen).size, seen.length);
        const own = seen.filter((id) => id.startsWith(prefix) && !id.endsWith("-0"));
        assert.deepEqual(own, [...ids].sort());
      },
    },
  ],
};
