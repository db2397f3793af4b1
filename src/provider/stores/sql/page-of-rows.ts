import type { Page, PageRequest } from "../store.ts";

/** A page of rows that were asked for one more than it holds: the one more tells that there is a next page. */
export function pageOfRows<Row, Item>(
  rows: readonly Row[],
  { limit }: PageRequest,
  { nameOf, toItem }: { readonly nameOf: (row: Row) => string; readonly toItem: (row: Row) => Item },
): Page<Item> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const items = page.map(toItem);
  return rows.length > page.length && last !== undefined ? { items, next: nameOf(last) } : { items };
}
