import { ConfigurationError } from "../../errors/families.ts";
import { checkOptionNames, type OptionNames } from "../../util/check-option-names.ts";
import type { Grant } from "./records.ts";
import type { GrantStore, Issue, IssueOutcome, PartialProviderStore, ProviderStore } from "./store.ts";
import { ownVerbs, requireParts, requireVerbs, type StorePart } from "./store-verbs.ts";

/** The parts of a combined store. */
export interface StoreParts {
  /** For all that the other lacks: clients, accounts, grants with their tokens, consents, keys; and deliveries in any case. */
  readonly durable: ProviderStore;
  /** For what lives shortly: artifacts, sessions, replay, throttle, or some of them. */
  readonly shortLived: PartialProviderStore;
}

/**
 * Joins two stores to one. What the short-lived one has is kept there, all else in the durable one. Where codes are short-lived, issuing tokens is two steps:
 * the code is used up first, then grant and tokens are written. A crash between them, or a grant that was revoked meanwhile, costs a code, and the user begins
 * anew; never are there tokens whose code could be used again.
 * @throws ConfigurationError `ERR_CONFIGURATION_OPTION` naming an option that does not exist, a store that is none or a verb that it lacks; for a short-lived store that has the grants
 */
export function combineStores(parts: StoreParts): ProviderStore {
  checkOptionNames(parts, optionNames, { of: "combineStores" });
  const { durable, shortLived } = parts;
  requireParts(durable, [], "durable");
  requireParts(shortLived, [], "shortLived");
  if (shortLived.grants !== undefined) {
    throw new ConfigurationError("ERR_CONFIGURATION_OPTION", {
      message: "shortLived must not have grants: they outlive all else.",
      parameter: "shortLived",
    });
  }
  requireEveryVerb(parts);
  const all = [durable, shortLived];
  return Object.freeze<ProviderStore>({
    artifacts: shortLived.artifacts ?? durable.artifacts,
    grants: shortLived.artifacts === undefined ? durable.grants : consumeFirst(durable, shortLived.artifacts),
    sessions: shortLived.sessions ?? durable.sessions,
    consents: shortLived.consents ?? durable.consents,
    clients: shortLived.clients ?? durable.clients,
    accounts: shortLived.accounts ?? durable.accounts,
    keys: shortLived.keys ?? durable.keys,
    replay: shortLived.replay ?? durable.replay,
    throttle: shortLived.throttle ?? durable.throttle,
    deliveries: durable.deliveries,
    async sweep(nowMs, limit) {
      const removed = await Promise.all(all.map((store) => store.sweep(nowMs, limit)));
      return removed.reduce((sum, count) => sum + count, 0);
    },
    ping: async () => void (await Promise.all(all.map((store) => store.ping()))),
    async close() {
      const closed = await Promise.allSettled(all.map((store) => store.close()));
      for (const one of closed) if (one.status === "rejected") throw one.reason;
    },
  });
}

/** Each part is asked of the store that it is taken from. */
function requireEveryVerb({ durable, shortLived }: StoreParts): void {
  const ofShortLived = mayBeShortLived.filter((part) => shortLived[part] !== undefined);
  const ofDurable = mayBeShortLived.filter((part) => !ofShortLived.includes(part));
  requireParts(durable, ["grants", "deliveries", ...ofDurable], "durable");
  requireVerbs(durable, ownVerbs, "durable");
  requireParts(shortLived, ofShortLived, "shortLived");
  requireVerbs(shortLived, ownVerbs, "shortLived");
}

function consumeFirst({ grants }: ProviderStore, artifacts: ProviderStore["artifacts"]): GrantStore {
  /** Whoever came with the same code a moment later may have put a revoked grant in the place of this one. */
  const isRevoked = async (grant: Grant | undefined): Promise<boolean> =>
    grant !== undefined && (await grants.findGrant(grant.id))?.revokedAtMs !== undefined;
  return {
    async issue({ consume, ...issue }: Issue): Promise<IssueOutcome> {
      if (consume !== undefined) {
        const used = await artifacts.consume(consume, issue.nowMs);
        if (used.outcome !== "consumed") return used;
      }
      try {
        return await grants.issue(issue);
      } catch (error) {
        if (consume !== undefined && (await isRevoked(issue.grant))) return { outcome: "revoked" };
        throw error;
      }
    },
    rotate: (rotation) => grants.rotate(rotation),
    findToken: (hash) => grants.findToken(hash),
    findGrant: (id) => grants.findGrant(id),
    revokeToken: (hash, nowMs) => grants.revokeToken(hash, nowMs),
    revokeGrants: (filter, reason, nowMs) => grants.revokeGrants(filter, reason, nowMs),
    listGrants: (filter, page, nowMs) => grants.listGrants(filter, page, nowMs),
  };
}

const mayBeShortLived: readonly StorePart[] = [
  "artifacts",
  "sessions",
  "consents",
  "clients",
  "accounts",
  "keys",
  "replay",
  "throttle",
];
const optionNames: OptionNames<StoreParts> = { durable: true, shortLived: true };
