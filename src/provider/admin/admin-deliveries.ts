import type { ProviderContext } from "../context.ts";
import type { Delivery } from "../stores/records.ts";
import type { Page, PageRequest } from "../stores/store.ts";

/** A message to a client that waits, or is under way, as an administrator sees it: without what it is made of. */
export type DeliveryRecord = Omit<Delivery, "payload" | "version">;

/** Messages to clients that are not delivered yet: logouts. */
export interface AdminDeliveries {
  /** In a stable order. */
  readonly list: (page: PageRequest) => Promise<Page<DeliveryRecord>>;
  /** Gives one up; an attempt that is under way ends as it does. `false` where there is none. */
  readonly remove: (id: string) => Promise<boolean>;
}

/** Makes the administration of deliveries. */
export function createAdminDeliveries({ store, report }: ProviderContext): AdminDeliveries {
  return Object.freeze<AdminDeliveries>({
    async list(page) {
      const { items, ...more } = await store.deliveries.list(page);
      return { ...more, items: items.map(toRecord) };
    },
    async remove(id) {
      if (!(await store.deliveries.remove(id))) return false;
      report({ type: "delivery.removed" });
      return true;
    },
  });
}

function toRecord({ payload: _payload, version: _version, ...delivery }: Delivery): DeliveryRecord {
  return delivery;
}
