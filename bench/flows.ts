/** What an application imports of the package for one job. */
export interface Flow {
  readonly name: string;
  /** Functions by entry: `endpoints/index`. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
}

/** Tokens for the application itself. */
export const clientCredentialsFlow: Flow = {
  name: "client credentials",
  imports: {
    "endpoints/index": ["clientCredentialsGrant", "createExchangeContext"],
    "client-auth/index": ["clientSecretBasic"],
  },
};

/** A login: metadata, the way out with state, nonce and PKCE, the way back checked, the code redeemed, the ID token verified with keys that are kept fresh. */
export const codeFlow: Flow = {
  name: "code flow, validated ID token",
  imports: {
    "metadata/index": ["fetchLoginMetadata", "createLoginKeys"],
    "endpoints/index": ["createExchangeContext", "startLogin", "finishLogin"],
    "client-auth/index": ["clientSecretBasic"],
  },
};

/** The client of a single-page application, whole. */
export const browserFlow: Flow = {
  name: "browser client",
  imports: { "browser/index": ["createBrowserClient"] },
};

/** The flow as a module, with entries at a place such as `./src` and a file extension such as `.ts`. */
export function writeFlow({ imports }: Flow, { folder, extension }: FlowPlace): string {
  return Object.entries(imports)
    .map(([entry, names]) => `export { ${names.join(", ")} } from "${folder}/${entry}${extension}";`)
    .join("\n");
}

/** Where the entries of the package are. */
export interface FlowPlace {
  readonly folder: string;
  readonly extension: string;
}
