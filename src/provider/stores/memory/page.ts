import type { Page, PageRequest } from "../store.ts";

/** A page of a list, by the names of its items in order. */
export function pageOf<T>(items: readonly T[], { limit, after }: PageRequest, nameOf: (item: T) => string): Page<T> {
  const rest = items
    .filter((item) => after === undefined || nameOf(item) > after)
    .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return rest.length > page.length && last !== undefined ? { items: page, next: nameOf(last) } : { items: page };
}
