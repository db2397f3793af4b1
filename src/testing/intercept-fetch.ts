/// <reference lib="esnext.disposable" preserve="true" />
import type { TestFetch } from "./test-fetch.ts";

/** A `fetch` that is answered by a provider, until it is restored. */
export interface FetchInterception {
  /** Puts back the `fetch` that was there. */
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
  globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    return URL.canParse(url) && new URL(url).origin === origin ? fetch(input, init) : original(input, init);
  };
  const restore = (): void => {
    globalThis.fetch = original;
  };
  return Object.freeze({ restore, [Symbol.dispose]: restore });
}
