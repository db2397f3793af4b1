import type { InterceptingProvider } from "./intercept-fetch.ts";

/** What is used of `msw` 2, so that its version is the application's own. */
export interface MswPackage<Handler> {
  readonly http: {
    readonly all: (path: string, resolver: (info: { readonly request: Request }) => Promise<Response>) => Handler;
  };
}

/**
 * Makes handlers for Mock Service Worker: requests to the origin of the issuer are answered by the provider. Give them to `setupServer` or `setupWorker`.
 * @param msw - the package, or its `http`: `createMswHandlers({ http }, provider)`
 */
export function createMswHandlers<Handler>(
  { http }: MswPackage<Handler>,
  provider: InterceptingProvider,
): readonly Handler[] {
  return [http.all(`${new URL(provider.issuer).origin}/*`, ({ request }) => provider.fetch(request))];
}
