/** How a kind of column is written in one kind of database. */
export interface ColumnTypes {
  /** Text that is compared by its bytes. */
  readonly text: string;
  /** Gives the name of a table as statements write it. */
  readonly table: (name: string) => string;
  /** Reads a whole number out of a column of JSON. */
  readonly wholeNumber: (column: string, member: string) => string;
}

/** A step of the schema: its statements. Steps that were published never change; the schema changes by a new one. */
export type Migration = (types: ColumnTypes) => readonly string[];

/** All steps; the first has number 1. */
export const migrations: readonly Migration[] = [createTables, addDeliveries];

function createTables({ text, table }: ColumnTypes): readonly string[] {
  return [
    ...tables.map(
      ([name, columns]) => `create table ${table(name)} (${columns.join(", ").replaceAll("{text}", text)})`,
    ),
    ...indexes.flatMap(([name, columns]) =>
      columns.map((column) => `create index ${name}_${column} on ${table(name)} (${column})`),
    ),
  ];
}

/** The outbox, and the expiry of consents where sweeping finds it. */
function addDeliveries({ text, table, wholeNumber }: ColumnTypes): readonly string[] {
  const columns = [
    "id {text} primary key",
    "kind {text} not null",
    "client_id {text} not null",
    "account_id {text}",
    "attempts integer not null",
    "due_at bigint not null",
    "purge_at bigint not null",
    "version integer not null",
    "data text not null",
  ];
  const expiresAt = wholeNumber("data", "expiresAtMs");
  return [
    `create table ${table("delivery")} (${columns.join(", ").replaceAll("{text}", text)})`,
    `create index delivery_due_at on ${table("delivery")} (due_at)`,
    `create index delivery_purge_at on ${table("delivery")} (purge_at)`,
    `alter table ${table("consent")} add column expires_at bigint`,
    `update ${table("consent")} set expires_at = ${expiresAt} where data like '%"expiresAtMs"%'`,
    `create index consent_expires_at on ${table("consent")} (expires_at)`,
  ];
}

const tables: readonly (readonly [table: string, columns: readonly string[]])[] = [
  [
    "artifact",
    [
      "kind {text} not null",
      "hash {text} not null",
      "alternate_hash {text}",
      "expires_at bigint not null",
      "purge_at bigint not null",
      "consumed_at bigint",
      "version integer not null",
      "data text not null",
      "primary key (kind, hash)",
      "unique (kind, alternate_hash)",
    ],
  ],
  [
    "grant_",
    [
      "id {text} primary key",
      "client_id {text} not null",
      "account_id {text}",
      "sid {text}",
      "is_offline integer not null",
      "expires_at bigint not null",
      "revoked_at bigint",
      "revoke_reason text",
      "data text not null",
    ],
  ],
  [
    "token",
    [
      "hash {text} primary key",
      "kind {text} not null",
      "grant_id {text}",
      "parent_hash {text} unique",
      "expires_at bigint not null",
      "purge_at bigint not null",
      "used_at bigint",
      "revoked_at bigint",
      "data text not null",
    ],
  ],
  [
    "session",
    [
      "hash {text} primary key",
      "sid {text} not null unique",
      "account_id {text} not null",
      "created_at bigint not null",
      "ends_at bigint not null",
      "version integer not null",
      "data text not null",
    ],
  ],
  [
    "consent",
    [
      "account_id {text} not null",
      "client_id {text} not null",
      "data text not null",
      "primary key (account_id, client_id)",
    ],
  ],
  ["client", ["client_id {text} primary key", "version integer not null", "data text not null"]],
  [
    "account",
    [
      "id {text} primary key",
      "username_key {text} unique",
      "email_key {text} unique",
      "is_removed integer not null",
      "version integer not null",
      "data text not null",
    ],
  ],
  ["signing_key", ["id integer primary key check (id = 1)", "version integer not null", "data text not null"]],
  ["replay", ["key {text} primary key", "expires_at bigint not null"]],
  [
    "throttle",
    [
      "key {text} primary key",
      "failures integer not null",
      "window_ends_at bigint not null",
      "blocked_until bigint not null",
      "ends_at bigint not null",
    ],
  ],
];

const indexes: readonly (readonly [table: string, columns: readonly string[]])[] = [
  ["artifact", ["purge_at"]],
  ["grant_", ["client_id", "account_id", "sid", "expires_at"]],
  ["token", ["grant_id", "purge_at"]],
  ["session", ["account_id", "ends_at"]],
  ["consent", ["client_id"]],
  ["replay", ["expires_at"]],
  ["throttle", ["ends_at"]],
];
