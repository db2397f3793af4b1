import type { ProviderContext } from "../context.ts";
import type { Consent, Grant } from "../stores/records.ts";
import type { Page, PageRequest } from "../stores/store.ts";
import { adminIssue, brokenInput, requireMembers } from "./problems.ts";

/** Which grants are meant: those of an account, of a client, of a session, or of all that are given. At least one has to be. */
export interface GrantSelection {
  readonly accountId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly sid?: string | undefined;
}

/** What clients were granted, and the tokens that hang on it. */
export interface AdminGrants {
  /**
   * Those that are alive, in a stable order.
   * @throws ValidationError `ERR_VALIDATION_REQUEST` for a selection of nothing
   */
  readonly list: (selection: GrantSelection, page: PageRequest) => Promise<Page<Grant>>;
  /** Revokes one with all its tokens. `false` where there is none alive. */
  readonly revoke: (id: string) => Promise<boolean>;
  /**
   * Revokes all that fit; gives their number.
   * @throws ValidationError `ERR_VALIDATION_REQUEST` for a selection of nothing
   */
  readonly revokeAll: (selection: GrantSelection) => Promise<number>;
}

/** What people have allowed clients, for the next time. */
export interface AdminConsents {
  readonly list: (accountId: string) => Promise<readonly Consent[]>;
  /** Withdraws one: the person is asked again, and what the client was granted by this account ends. `false` where there is none. */
  readonly remove: (accountId: string, clientId: string) => Promise<boolean>;
}

/** Makes the administration of grants. */
export function createAdminGrants({ store, clock, report }: ProviderContext): AdminGrants {
  return Object.freeze<AdminGrants>({
    list: async (selection, page) => store.grants.listGrants(requireSelection(selection), page, clock()),
    async revoke(id) {
      const grant = await store.grants.findGrant(id);
      if (grant === undefined || (await store.grants.revokeGrants({ id }, reason, clock())) === 0) return false;
      const { clientId, accountId } = grant;
      report({ type: "grant.revoked", grantId: id, clientId, accountId, reason });
      return true;
    },
    async revokeAll(selection) {
      const { accountId, clientId, sid } = requireSelection(selection);
      const count = await store.grants.revokeGrants({ accountId, clientId, sid }, reason, clock());
      if (count > 0) report({ type: "grant.revoked", accountId, clientId, sid, reason });
      return count;
    },
  });
}

/** Makes the administration of consents. */
export function createAdminConsents({ store, report, clock }: ProviderContext): AdminConsents {
  return Object.freeze<AdminConsents>({
    list: (accountId) => store.consents.list(accountId),
    async remove(accountId, clientId) {
      const isRemoved = await store.consents.remove(accountId, clientId);
      if (!isRemoved) return false;
      report({ type: "consent.removed", accountId, clientId });
      // What rested on it ends with it.
      await store.grants.revokeGrants({ accountId, clientId }, "consent_removed", clock());
      return true;
    },
  });
}

/** Nothing given would mean every grant there is. */
function requireSelection(selection: GrantSelection): GrantSelection {
  requireMembers(selection, ["accountId", "clientId", "sid"], "GrantSelection");
  const { accountId, clientId, sid } = selection;
  const given = [accountId, clientId, sid].filter((value) => value !== undefined);
  if (given.length > 0 && given.every((value) => typeof value === "string" && value !== "")) return selection;
  throw brokenInput("GrantSelection", [adminIssue("", "must name an accountId, a clientId or a sid")]);
}

const reason = "revoked_by_administrator";
