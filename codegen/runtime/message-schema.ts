/** A problem as a schema finds it. */
export interface ValidatorProblem {
  /** JSON pointer of the value concerned. */
  readonly instancePath: string;
  /** The keyword that failed. */
  readonly keyword: string;
  /** What is wrong, ready to follow the name of the member: `must be a number`. */
  readonly message: string;
  /** Name of the member below the value that is missing, or that the value must not have. */
  readonly member?: string | undefined;
  /** Document and section of the innermost member that has the problem; absent when it is the message's own. */
  readonly spec?: string | undefined;
  /** The rule across members that is broken. */
  readonly rule?: MessageRule | undefined;
}

/** The validator of a message: a type guard that leaves all problems of its last call in `errors`. */
export interface MessageValidator<T> {
  (value: unknown): value is T;
  errors?: readonly ValidatorProblem[] | null;
}

/** What a value is checked by. */
export interface Check {
  /** Whether the value passes: the quick way, which most values go. */
  readonly ok: (value: unknown) => boolean;
  /** Adds the problems of a value at a place inside a message; none when it passes. */
  readonly report: (value: unknown, instancePath: string, problems: ValidatorProblem[]) => void;
}

/** Text that has a form: the pattern, and the words for it, ready to follow "must be". */
export type TextForm = readonly [pattern: RegExp, expected: string];

/** A rule across members: the sentence a user reads, its section, whether a message breaks it, and the tolerances under which it may. */
export type MessageRule = readonly [
  description: string,
  spec: string,
  isBroken: (message: Readonly<Record<string, unknown>>) => boolean,
  ...tolerances: string[],
];

/** The folder of a document under `specs/`, and what texts call it. */
export type DocumentLabel = readonly [document: string, label: string];

/** A message as data: its validator, and where each of its members comes from. Sections are written `rfc6749 5.1`. */
export interface MessageSchema<T> extends Check {
  /** Name of the message, e.g. `TokenResponse`. */
  readonly name: string;
  /** The document and section that define the message. */
  readonly spec: string;
  /** Every document that adds members or rules, in the order of the composition. */
  readonly documents: readonly string[];
  /** Labels of the documents that are no RFCs, those of nested messages and of the base included. */
  readonly labels?: readonly DocumentLabel[];
  /** Checks a value; all problems are in `validate.errors` afterwards. */
  readonly validate: MessageValidator<T>;
  /** Each member with the document and section that define it. */
  readonly members: Readonly<Record<string, string>>;
  /** Members that may carry a language tag (`client_name#fr`), with the document and section that define that. */
  readonly localized: Readonly<Record<string, string>>;
  /** The message that this one extends. */
  readonly base?: MessageSchema<unknown>;
  /** Unknown members are refused (requests). */
  readonly closed?: true;
  /** Members that are secrets. */
  readonly sensitive: readonly string[];
  /** Members whose value is another message, or an array or map of them. */
  readonly nested?: Readonly<Record<string, MessageSchema<unknown>>>;
  /** Tolerances by member; `""` holds those of the whole message. */
  readonly tolerances: Readonly<Record<string, readonly string[]>>;
  /** Members of a form or query message that are not plain text: `digits`, `json` or `repeat`. */
  readonly encodings: Readonly<Record<string, string>>;
  /** Rules across members. */
  readonly rules?: readonly MessageRule[];
}
