import type { AccountChanges, AccountInput } from "../accounts/account-input.ts";
import { type AdminOperation, choosePage, handOn, listOf, pageParameters } from "./admin-operation.ts";
import { adminIssue, brokenInput, requireMembers } from "./problems.ts";

const one = "/admin/accounts/:id";
const account = { $ref: "#/components/schemas/Account" };

/** What can be done with accounts. */
export const accountOperations: readonly AdminOperation[] = [
  {
    operationId: "listAccounts",
    path: "/admin/accounts",
    method: "GET",
    summary: "List accounts, or search them",
    query: { ...pageParameters, search: "Part of a username or an e-mail address." },
    status: 200,
    answer: /* @__PURE__ */ listOf(account),
    run: ({ accounts }, { query: { search, ...page } }) => accounts.listAccounts(choosePage(page), search),
  },
  {
    operationId: "createAccount",
    path: "/admin/accounts",
    method: "POST",
    summary: "Create an account",
    body: { $ref: "#/components/schemas/NewAccount" },
    status: 201,
    answer: account,
    run: ({ accounts }, { body }) => accounts.createAccount(handOn<AccountInput>(body)),
  },
  {
    operationId: "getAccount",
    path: one,
    method: "GET",
    summary: "Read an account",
    status: 200,
    answer: account,
    run: ({ accounts }, { parameters }) => accounts.findAccount(parameters.id ?? ""),
  },
  {
    operationId: "updateAccount",
    path: one,
    method: "PATCH",
    summary: "Change an account; what is left out stays",
    body: { $ref: "#/components/schemas/AccountChanges" },
    status: 200,
    answer: account,
    run: ({ accounts }, { parameters, body }) =>
      accounts.updateAccount(parameters.id ?? "", handOn<AccountChanges>(body)),
  },
  {
    operationId: "removeAccount",
    path: one,
    method: "DELETE",
    summary: "Remove an account, its sessions, grants and consents; its id is never given to another",
    status: 204,
    run: ({ accounts }, { parameters }) => accounts.removeAccount(parameters.id ?? ""),
  },
  {
    operationId: "disableAccount",
    path: `${one}/disable`,
    method: "POST",
    summary: "Disable an account and end its sessions and grants",
    status: 200,
    answer: account,
    run: ({ accounts }, { parameters }) => accounts.disableAccount(parameters.id ?? ""),
  },
  {
    operationId: "unlockAccount",
    path: `${one}/unlock`,
    method: "POST",
    summary: "Forget the failed attempts to sign in to an account, so that it is not locked any more",
    status: 204,
    run: ({ accounts }, { parameters }) => accounts.unlockAccount(parameters.id ?? ""),
  },
  {
    operationId: "setAccountPassword",
    path: `${one}/password`,
    method: "PUT",
    summary: "Replace the password of an account, and end sessions and grants from before",
    body: { $ref: "#/components/schemas/NewPassword" },
    status: 200,
    answer: account,
    async run({ accounts }, { parameters, body }) {
      const { password, isTemporary = true } = requireMembers(body, ["password", "isTemporary"], "NewPassword");
      if (typeof password !== "string" || typeof isTemporary !== "boolean")
        throw brokenInput("NewPassword", [adminIssue("/password", "must be text, and isTemporary true or false")]);
      return accounts.setPassword(parameters.id ?? "", password, { isTemporary });
    },
  },
];
