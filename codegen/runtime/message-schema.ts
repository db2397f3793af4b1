/** A problem as a generated validator reports it, before it has been put into words. */
export interface ValidatorProblem {
  /** JSON pointer of the value concerned. */
  readonly instancePath: string;
  /** The keyword that failed. */
  readonly keyword: string;
  /** Facts about the failure: the missing member, the expected type or scalar, the rule's number. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** A generated validator: a type guard that leaves all problems of its last call in `errors`. */
export interface MessageValidator<T> {
  (value: unknown): value is T;
  errors?: readonly ValidatorProblem[] | null;
}

/** A message as data: its validator, and where each of its members comes from. Sections are written `rfc6749 5.1`. */
export interface MessageSchema<T> {
  /** Name of the message, e.g. `TokenResponse`. */
  readonly name: string;
  /** The document and section that define the message. */
  readonly spec: string;
  /** Every document that adds members or rules, in the order of the composition. */
  readonly documents: readonly string[];
  /** Checks a value; all problems are in `validate.errors` afterwards. */
  readonly validate: MessageValidator<T>;
  /** Each member with the document and section that define it. */
  readonly members: Readonly<Record<string, string>>;
  /** Members that may carry a language tag (`client_name#fr`), with the document and section that define that. */
  readonly localized?: Readonly<Record<string, string>>;
  /** The message that this one extends. */
  readonly base?: MessageSchema<unknown>;
  /** Unknown members are refused (requests). */
  readonly closed?: true;
  /** Members that are secrets. */
  readonly sensitive?: readonly string[];
  /** Members whose value is another message, or an array or map of them. */
  readonly nested?: Readonly<Record<string, MessageSchema<unknown>>>;
  /** Tolerances by member; `""` holds those of the whole message. */
  readonly tolerances?: Readonly<Record<string, readonly string[]>>;
  /** Members of a form or query message that are not plain text. */
  readonly encodings?: Readonly<Record<string, "digits" | "json" | "repeat">>;
  /** Rules across members: the sentence a user reads, its section, and the tolerances under which it may be broken. */
  readonly rules?: readonly (readonly [description: string, spec: string, ...tolerances: string[]])[];
}
