import type { Delivery } from "../records.ts";
import type { DeliveryStore } from "../store.ts";
import { pageOf } from "./page.ts";
import { createSweeper, type Sweepable } from "./sweeper.ts";

/** Keeps deliveries in memory. */
export function createMemoryDeliveries(): DeliveryStore & Sweepable {
  const byId = new Map<string, Delivery>();
  return {
    async put(deliveries) {
      const fresh = deliveries.filter(({ id }) => !byId.has(id));
      for (const delivery of fresh) byId.set(delivery.id, delivery);
      return [...new Set(fresh.map(({ id }) => id))];
    },
    async claim({ kinds, nowMs, untilMs, limit }) {
      const due = [...byId.values()]
        .filter((each) => each.dueAtMs <= nowMs && each.purgeAtMs > nowMs && kinds.includes(each.kind))
        .sort((one, other) => one.dueAtMs - other.dueAtMs)
        .slice(0, limit)
        .map((each) => ({ ...each, dueAtMs: untilMs, attempts: each.attempts + 1, version: each.version + 1 }));
      for (const each of due) byId.set(each.id, each);
      return due;
    },
    async update({ id, attempts, dueAtMs, version }) {
      const stored = byId.get(id);
      if (stored?.version !== version - 1) return false;
      byId.set(id, { ...stored, attempts, dueAtMs, version });
      return true;
    },
    remove: async (id) => byId.delete(id),
    list: async (page) => pageOf([...byId.values()], page, ({ id }) => id),
    ...createSweeper(
      () => byId.values(),
      ({ purgeAtMs }, nowMs) => purgeAtMs <= nowMs,
      ({ id }) => void byId.delete(id),
    ),
  };
}
