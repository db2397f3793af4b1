/** Joins listeners into one for the option `onEvent`. Each is told of every event, whatever the others throw. */
export function joinListeners<Event extends object>(
  ...listeners: readonly ((event: Event) => unknown)[]
): (event: Event) => void {
  const reports = listeners.map((listener) => createReporter(listener));
  return (event) => {
    for (const report of reports) report?.(event);
  };
}

/**
 * Makes a function that reports events to a listener and never fails, because no log may break a login: what the listener throws,
 * or a promise it returns that rejects, has no effect. Without a listener there is nothing to call.
 */
export function createReporter<Event extends object>(
  listener: ((event: Event) => unknown) | undefined,
): ((event: Event) => void) | undefined {
  if (listener === undefined) return undefined;
  return (event) => {
    try {
      const returned = listener(Object.freeze(event));
      // Promises of other makes too, such as those of another realm.
      if (typeof returned === "object") Promise.resolve(returned).catch(() => undefined);
    } catch {
      // The listener's failure is its own; the call that caused the event goes on.
    }
  };
}
