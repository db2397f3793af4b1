import type { ColumnType } from "kysely";
import type { ArtifactKind } from "../records.ts";

/** A whole number: an application may have told its driver to give all columns as text. */
type Whole = ColumnType<string | number, number, number>;
/** Milliseconds since 1970; a driver gives them as text or as a number. */
type Time = ColumnType<string | number | bigint, number, number>;
type OptionalTime = ColumnType<string | number | bigint | null, number | null, number | null>;

/** The tables. A column is what SQL looks at or changes by itself; all else of a record is JSON in `data`. */
export interface Tables {
  readonly artifact: {
    readonly kind: ArtifactKind;
    readonly hash: string;
    readonly alternate_hash: string | null;
    readonly expires_at: Time;
    readonly purge_at: Time;
    readonly consumed_at: OptionalTime;
    readonly version: Whole;
    readonly data: string;
  };
  readonly grant_: {
    readonly id: string;
    readonly client_id: string;
    readonly account_id: string | null;
    readonly sid: string | null;
    readonly is_offline: Whole;
    readonly expires_at: Time;
    readonly revoked_at: OptionalTime;
    readonly revoke_reason: string | null;
    readonly data: string;
  };
  readonly token: {
    readonly hash: string;
    readonly kind: "access_token" | "refresh_token";
    readonly grant_id: string | null;
    readonly parent_hash: string | null;
    readonly expires_at: Time;
    readonly purge_at: Time;
    readonly used_at: OptionalTime;
    readonly revoked_at: OptionalTime;
    readonly data: string;
  };
  readonly session: {
    readonly hash: string;
    readonly sid: string;
    readonly account_id: string;
    readonly created_at: Time;
    /** The earlier of both expiries. */
    readonly ends_at: Time;
    readonly version: Whole;
    readonly data: string;
  };
  readonly consent: {
    readonly account_id: string;
    readonly client_id: string;
    readonly expires_at: OptionalTime;
    readonly data: string;
  };
  readonly client: { readonly client_id: string; readonly version: Whole; readonly data: string };
  readonly account: {
    readonly id: string;
    /** `null` in what is left of an account that was removed. */
    readonly username_key: string | null;
    readonly email_key: string | null;
    readonly is_removed: number;
    readonly version: Whole;
    readonly data: string;
  };
  readonly signing_key: { readonly id: number; readonly version: Whole; readonly data: string };
  readonly replay: { readonly key: string; readonly expires_at: Time };
  readonly throttle: {
    readonly key: string;
    readonly failures: Whole;
    readonly window_ends_at: Time;
    readonly blocked_until: Time;
    /** The later of both. */
    readonly ends_at: Time;
  };
  readonly delivery: {
    readonly id: string;
    readonly kind: string;
    readonly client_id: string;
    readonly account_id: string | null;
    readonly attempts: Whole;
    readonly due_at: Time;
    readonly purge_at: Time;
    readonly version: Whole;
    readonly data: string;
  };
  readonly schema_migration: { readonly number: number; readonly applied_at: Time };
}
