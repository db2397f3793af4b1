import type { ProviderContext } from "../context.ts";
import { sha256 } from "../crypto/digest.ts";
import { createHandle } from "../crypto/handle.ts";
import type { Artifact } from "../stores/records.ts";
import type { Page, PageRequest } from "../stores/store.ts";
import { requireMembers, requireSeconds } from "./problems.ts";

/** A token for the registration of clients that is to be given out. */
export interface NewInitialAccessToken {
  /** At most 365 days. Default one day. */
  readonly expiresInSeconds?: number | undefined;
  /** Whether it registers any number of clients. Default `false`: one. */
  readonly isReusable?: boolean | undefined;
}

/** The same, made. */
export interface InitialAccessToken {
  /** Names it, to take it back. */
  readonly id: string;
  /** Shown this once: only a hash is stored. */
  readonly token: string;
  readonly isReusable: boolean;
  readonly expiresAtMs: number;
}

/** One that was given out and is good, as an administrator sees it. */
export type InitialAccessTokenRecord = Omit<InitialAccessToken, "token">;

/** Tokens with which clients register themselves (RFC 7591 §3). */
export interface AdminInitialAccessTokens {
  /** @throws ValidationError `ERR_VALIDATION_REQUEST` for a lifetime that is none */
  readonly create: (options?: NewInitialAccessToken) => Promise<InitialAccessToken>;
  /** Those that are good still, in a stable order; a page may have fewer than its limit. */
  readonly list: (page: PageRequest) => Promise<Page<InitialAccessTokenRecord>>;
  /** Takes one back. `false` where there is none. */
  readonly remove: (id: string) => Promise<boolean>;
}

/** Makes the administration of initial access tokens. */
export function createAdminInitialAccessTokens({
  store,
  clock,
  random,
  report,
}: ProviderContext): AdminInitialAccessTokens {
  const kind = "initial_access_token";
  return Object.freeze<AdminInitialAccessTokens>({
    async create(options = {}) {
      const { expiresInSeconds = 86_400, isReusable = false } = options;
      requireMembers(options, ["expiresInSeconds", "isReusable"], "NewInitialAccessToken");
      const bounds = { pointer: "/expiresInSeconds", least: 1, most: 365 * 86_400 };
      const expiresAtMs = clock() + requireSeconds(expiresInSeconds, bounds) * 1000;
      const token = createHandle(random);
      const id = sha256(token);
      const payload = { isReusable: isReusable === true };
      const artifact = { kind, hash: id, payload, expiresAtMs, purgeAtMs: expiresAtMs, version: 1 } as const;
      if (!(await store.artifacts.put(artifact))) throw new Error("A random handle is taken.");
      report({ type: "initial-access-token.created" });
      return { id, token, isReusable: payload.isReusable, expiresAtMs };
    },
    async list(page) {
      const { items, ...more } = await store.artifacts.list(kind, page);
      const good = items.filter(({ expiresAtMs, consumedAtMs }) => consumedAtMs === undefined && expiresAtMs > clock());
      return { ...more, items: good.map(toRecord) };
    },
    async remove(id) {
      const artifact = await store.artifacts.find({ kind, hash: id });
      if (artifact === undefined) return false;
      await store.artifacts.remove({ kind, hash: id });
      report({ type: "initial-access-token.removed" });
      return true;
    },
  });
}

function toRecord({ hash, payload, expiresAtMs }: Artifact): InitialAccessTokenRecord {
  return { id: hash, isReusable: payload.isReusable === true, expiresAtMs };
}
