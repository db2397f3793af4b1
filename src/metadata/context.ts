import type { Http } from "../http/openapi-client.ts";
import type { Clock } from "../util/clock.ts";

/** What every function that fetches metadata or keys is given. */
export interface MetadataContext {
  /** Makes the calls: protected URLs only, with a deadline, a byte cap and no redirects. */
  readonly http: Http;
  /** Tells how old a cached document is. Default: the machine's clock. */
  readonly clock?: Clock | undefined;
}
