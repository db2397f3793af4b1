/**
 * A validator of any library that speaks Standard Schema, version 1: Zod, Valibot, ArkType and others. Declared here, so that none
 * of them is needed.
 * @see https://standardschema.dev
 */
export interface StandardSchema<Output = unknown> {
  /** What the standard asks of a validator. */
  readonly "~standard": {
    /** The version of the standard. */
    readonly version: 1;
    /** The library that made the validator. */
    readonly vendor: string;
    /** Judges a value; may answer later. */
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    /** Stands in types only. */
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/** What a validator of Standard Schema answers: the value as its type, or what is wrong with it. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** One problem that a validator of Standard Schema found. */
export interface StandardIssue {
  /** What is wrong. */
  readonly message: string;
  /** Names and positions on the way to the value concerned. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}
