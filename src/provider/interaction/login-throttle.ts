import type { Account } from "../accounts/account-source.ts";
import { normalizeLogin } from "../accounts/login-key.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { createFailureTotal, type FailureTotal } from "../throttling/failure-total.ts";
import { requestNetwork } from "../throttling/limit-requests.ts";
import { createThrottleKey, type ThrottleKey } from "../throttling/throttle.ts";
import { readKnownDevice } from "./known-device.ts";

/** What failed logins are counted under. */
export interface LoginKeys {
  /** The account, by whatever name it was called; what was typed, where there is none; or the browser, where it is known for it. */
  readonly account: ThrottleKey;
  /** With the network that the request comes from. */
  readonly all: readonly ThrottleKey[];
  /** Failures in a row of the same, however long they take. */
  readonly total: FailureTotal;
  /** All that a success ends: from a browser that is known also what others have made of the account. */
  readonly ends: readonly ThrottleKey[];
  /** What a browser will be known for after a success. */
  readonly subject: string;
}

/** Who tries a password. */
export interface LoginSubject {
  /** What was typed as username or e-mail address. */
  readonly login: string;
  /** The account of that name. */
  readonly account: Account | undefined;
}

/** Makes the keys for one attempt to sign in: as many for a name that no account has as for one that has one. */
export async function createLoginKeys(
  context: ProviderContext,
  request: EndpointRequest,
  { login, account }: LoginSubject,
): Promise<LoginKeys> {
  const subject = account === undefined ? `login ${normalizeLogin(login)}` : accountSubject(account.id);
  const device = await readKnownDevice(context, request, subject);
  const who = device === undefined ? subject : `device ${device}`;
  const keys = await createKeys(context, request, { who, account });
  const { key } = await createFailureTotal(context, subject, account);
  return { ...keys, ends: [keys.account, keys.total.key, key], subject };
}

/** Makes the keys for one attempt of somebody who is signed in: what others do on the login page is not counted here, and the other way round. */
export async function createOwnKeys(
  context: ProviderContext,
  request: EndpointRequest,
  account: Account,
): Promise<LoginKeys> {
  const subject = ownSubject(account.id);
  const keys = await createKeys(context, request, { who: subject, account });
  return { ...keys, ends: [keys.account, keys.total.key], subject };
}

/** All keys that keep somebody from an account because of failures. */
export async function createAccountKeys(context: ProviderContext, account: Account): Promise<readonly ThrottleKey[]> {
  const subjects = [accountSubject(account.id), ownSubject(account.id)];
  const keys = await Promise.all(
    subjects.map(async (who) => [
      await createThrottleKey(context, "account", who),
      (await createFailureTotal(context, who, account)).key,
    ]),
  );
  return keys.flat();
}

async function createKeys(
  context: ProviderContext,
  request: EndpointRequest,
  { who, account }: { readonly who: string; readonly account: Account | undefined },
): Promise<Pick<LoginKeys, "account" | "all" | "total">> {
  const key = await createThrottleKey(context, "account", who);
  const total = await createFailureTotal(context, who, account);
  const network = requestNetwork(request);
  if (network === undefined) return { account: key, all: [key], total };
  return { account: key, all: [key, await createThrottleKey(context, "address", network)], total };
}

function accountSubject(id: string): string {
  return `account ${id}`;
}

function ownSubject(id: string): string {
  return `own ${id}`;
}
