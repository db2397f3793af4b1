import assert from "node:assert/strict";
import type { Delivery } from "../records.ts";
import type { DeliveryStore } from "../store.ts";
import type { ContractPart } from "./contract-part.ts";
import { race, tally } from "./race.ts";
import { minuteMs, sampleDelivery, startTime, uniqueName } from "./sample-records.ts";

/** What is asked of deliveries. */
export const deliveryContract: ContractPart<"deliveries"> = {
  of: "deliveries",
  needs: ["deliveries"],
  cases: [
    {
      rule: "put keeps those whose id is not there, and tells which; of 50 that put the same one, one did",
      async run({ deliveries }) {
        const nowMs = startTime();
        const kind = uniqueName("kind");
        const [one, two] = [sampleDelivery(nowMs, { kind }), sampleDelivery(nowMs, { kind, accountId: undefined })];
        assert.deepEqual(await deliveries.put([]), []);
        assert.deepEqual(await deliveries.put([one]), [one.id]);
        assert.deepEqual(await deliveries.put([{ ...one, attempts: 9 }, two]), [two.id]);
        assert.deepEqual(await claimIds(deliveries, kind, nowMs), [one.id, two.id].sort());
        const same = sampleDelivery(nowMs);
        const put = await race(async () => (await deliveries.put([same])).length);
        assert.deepEqual(tally(put.map(String)), { "0": 49, "1": 1 });
      },
    },
    {
      rule: "claim gives what is due and not too late, of the kinds that are asked for, and counts the attempt",
      async run({ deliveries }) {
        const nowMs = startTime();
        const kind = uniqueName("kind");
        const due = sampleDelivery(nowMs, { kind });
        const early = sampleDelivery(nowMs, { kind, dueAtMs: nowMs + 1 });
        const late = sampleDelivery(nowMs, { kind, purgeAtMs: nowMs });
        await deliveries.put([due, early, late, sampleDelivery(nowMs, { kind: uniqueName("other") })]);
        const untilMs = nowMs + minuteMs;
        const taken = await deliveries.claim({ kinds: [kind, uniqueName("none")], nowMs, untilMs, limit: 9 });
        assert.deepEqual(taken, [{ ...due, dueAtMs: untilMs, attempts: 1, version: 2 }]);
        assert.deepEqual(await deliveries.claim({ kinds: [], nowMs, untilMs, limit: 9 }), []);
        assert.deepEqual(await claimIds(deliveries, kind, nowMs + 1), [early.id]);
      },
    },
    {
      rule: "of 50 that claim at once, one gets it; nobody else before its time is over, and then one",
      async run({ deliveries }) {
        const nowMs = startTime();
        const delivery = sampleDelivery(nowMs, { kind: uniqueName("kind") });
        await deliveries.put([delivery]);
        for (const [turn, atMs] of [nowMs, nowMs + minuteMs].entries()) {
          const claim = { kinds: [delivery.kind], nowMs: atMs, untilMs: atMs + minuteMs, limit: 5 };
          const taken = await race(() => deliveries.claim(claim));
          assert.deepEqual(tally(taken.map(({ length }) => `${length}`)), { "0": 49, "1": 1 });
          assert.deepEqual(taken.flat()[0]?.attempts, turn + 1);
          assert.deepEqual(await claimIds(deliveries, delivery.kind, atMs + minuteMs - 1), []);
        }
      },
    },
    {
      rule: "20 that claim by fives get a hundred, each once, those first that are due the longest",
      async run({ deliveries }) {
        const nowMs = startTime();
        const kind = uniqueName("kind");
        const all = Array.from({ length: 100 }, (_, age) => sampleDelivery(nowMs, { kind, dueAtMs: nowMs - age }));
        await deliveries.put(all);
        const claim = { kinds: [kind], nowMs, untilMs: nowMs + minuteMs, limit: 5 };
        const [oldest] = await deliveries.claim({ ...claim, limit: 1 });
        assert.equal(oldest?.id, all.at(-1)?.id);
        const seen: string[] = [];
        const work = async (): Promise<void> => {
          for (let idle = 0; idle < 3; ) {
            const taken = await deliveries.claim(claim);
            assert.ok(taken.length <= 5);
            seen.push(...taken.map(({ id }) => id));
            idle = taken.length === 0 ? idle + 1 : 0;
          }
        };
        await Promise.all(Array.from({ length: 20 }, work));
        assert.equal(seen.length, 99);
        assert.equal(new Set(seen).size, 99);
      },
    },
    {
      rule: "update writes attempts and time of the version before it only: who was overtaken learns it",
      async run({ deliveries }) {
        const nowMs = startTime();
        const delivery = sampleDelivery(nowMs, { kind: uniqueName("kind") });
        const next: Delivery = { ...delivery, attempts: 3, dueAtMs: nowMs + 9, version: 2 };
        assert.equal(await deliveries.update(next), false);
        await deliveries.put([delivery]);
        for (const version of [0, 1, 3]) assert.equal(await deliveries.update({ ...next, version }), false);
        assert.deepEqual(tally(await race(() => deliveries.update(next))), { true: 1, false: 49 });
        const claim = { kinds: [delivery.kind], nowMs: nowMs + 9, untilMs: nowMs + minuteMs, limit: 1 };
        assert.deepEqual(await deliveries.claim(claim), [
          { ...next, attempts: 4, dueAtMs: nowMs + minuteMs, version: 3 },
        ]);
        assert.equal(await deliveries.update({ ...next, version: 3 }), false);
      },
    },
    {
      rule: "remove tells whether there was one, and frees the id",
      async run({ deliveries }) {
        const delivery = sampleDelivery(startTime());
        await deliveries.put([delivery]);
        assert.deepEqual(tally(await race(() => deliveries.remove(delivery.id))), { true: 1, false: 49 });
        assert.equal(await deliveries.update({ ...delivery, version: 2 }), false);
        assert.deepEqual(await deliveries.put([delivery]), [delivery.id]);
      },
    },
    {
      rule: "list gives every one once in pages",
      async run({ deliveries }) {
        const nowMs = startTime();
        const prefix = uniqueName("list");
        const all = [3, 1, 2].map((number) => sampleDelivery(nowMs, { id: `${prefix}-${number}` }));
        await deliveries.put(all);
        const seen: Delivery[] = [];
        for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
          const page = await deliveries.list({ limit: 2, after });
          assert.ok(page.items.length <= 2);
          seen.push(...page.items);
          after = page.next;
        }
        const own = seen.filter(({ id }) => id.startsWith(prefix));
        assert.deepEqual(own, [all[1], all[2], all[0]]);
      },
    },
  ],
};

async function claimIds({ claim }: DeliveryStore, kind: string, nowMs: number): Promise<readonly string[]> {
  const taken = await claim({ kinds: [kind], nowMs, untilMs: nowMs + minuteMs, limit: 9 });
  return taken.map(({ id }) => id).sort();
}
