/**
 * Marks a store whose verbs end in the turn that they were called in, so that nobody waits for them with a timer. A copy of the store does not have the mark,
 * because what it adds may wait.
 */
export function markInstant<T extends object>(store: T): T {
  return Object.defineProperty(store, instant, { value: true });
}

/** Whether a store is marked. */
export function isInstant(store: object): boolean {
  return Object.hasOwn(store, instant);
}

const instant: unique symbol = /* @__PURE__ */ Symbol("instant");
