import type { FetchFunction } from "../../src/index.ts";

/** One HTTP call of the client, as it was on the wire. */
export interface WireCall {
  readonly status: number;
  /** Until the head of the answer had arrived. */
  readonly durationMs: number;
}

/** Watches the client's HTTP calls. */
export interface Wire {
  /** Pass it as the option `fetch`. */
  readonly fetch: FetchFunction;
  /** The latest call of a URL. */
  readonly find: (url: string) => WireCall | undefined;
}

/** Creates a watcher over the platform's `fetch`. It keeps status and time only, nothing of what was said. */
export function createWire(): Wire {
  const calls = new Map<string, WireCall>();
  return {
    fetch: async (url, init) => {
      const started = performance.now();
      const response = await fetch(url, init);
      calls.set(url, { status: response.status, durationMs: performance.now() - started });
      return response;
    },
    find: (url) => calls.get(url),
  };
}
