/// <reference lib="esnext.disposable" preserve="true" />
import type { TestFetch } from "./test-fetch.ts";

/** A `fetch` that is answered by a provider, until it is restored. */
export interface FetchInterception {
  /** Puts back the `fetch` that was there; one that was put over it meanwhile stays, and is not answered by the provider any more. */
  readonly restore: () => void;
  /** The same, for `using`. */
  readonly [Symbol.dispose]: () => void;
}

/** What answers in place of the network. */
export interface InterceptingProvider {
  readonly issuer: string;
  readonly fetch: TestFetch;
}

/**
 * Replaces `globalThis.fetch`: requests to the origin of the issuer are answered by the provider, all others go where they went. For code that takes no `fetch`.
 */
export function interceptFetch({ issuer, fetch }: InterceptingProvider): FetchInterception {
  const { origin } = new URL(issuer);
  const original = globalThis.fetch;
  let isRestored = false;
  const replaced: typeof globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const isOurs = !isRestored && URL.canParse(url) && new URL(url).origin === origin;
    return isOurs ? fetch(input, init) : original(input, init);
  };
  globalThis.fetch = replaced;
  const restore = (): void => {
    isRestored = true;
    // What somebody put in its place afterwards is theirs; they call this one, which then only passes on.
    if (globalThis.fetch === replaced) globalThis.fetch = original;
  };
  return Object.freeze({ restore, [Symbol.dispose]: restore });
}
