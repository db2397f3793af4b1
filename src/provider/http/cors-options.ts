import { ConfigurationError } from "../../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";
import { parseUrl } from "../../util/url.ts";

/** Which pages may read the answers of the token endpoint and its like. What is public, any page may read; what a person looks at, none. */
export interface CorsOptions {
  /** Origins of a client's pages by its `client_id`: `{ spa: ["https://app.example.com"] }`. Default: of a public client those of its redirect URIs, of a confidential one none. */
  readonly originsByClient?: Readonly<Record<string, readonly string[]>> | undefined;
}

/**
 * Checks the options for pages of other origins.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` for a text that is no origin
 */
export function checkCorsOptions(options: CorsOptions = {}): void {
  checkOptionNames(options, optionNames, { of: "createProvider", at: "cors" });
  for (const origin of Object.values(options.originsByClient ?? {}).flat()) {
    if (parseUrl(origin)?.origin === origin && origin !== "null") continue;
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "cors.originsByClient must have origins: scheme, host and port, without a slash at the end.",
      parameter: "cors.originsByClient",
      remedy: 'Write "https://app.example.com"; there is no wildcard.',
    });
  }
}

const optionNames: OptionNames<CorsOptions> = { originsByClient: true };
