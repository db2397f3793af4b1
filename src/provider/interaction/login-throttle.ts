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
  /** What was typed, or the browser where it is known for the account. */
  readonly typed: ThrottleKey;
  /** What an answer may tell to be blocked: what was typed, and the network that the request comes from. */
  readonly shown: readonly ThrottleKey[];
  /** The account, by whatever name it was called. That it is blocked is not told: who tried two names would learn that they are those of one account. */
  readonly account: ThrottleKey;
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
  const name = `login ${normalizeLogin(login)}`;
  const subject = account === undefined ? name : accountSubject(account.id);
  const device = await readKnownDevice(context, request, subject);
  const [typed, who] = device === undefined ? [name, subject] : [`device ${device}`, `device ${device}`];
  const keys = await createKeys(context, request, { typed, who, account });
  const { key } = await createFailureTotal(context, subject, account);
  return { ...keys, ends: [keys.typed, keys.account, keys.total.key, key], subject };
}

/** Makes the keys for one attempt of somebody who is signed in: what others do on the login page is not counted here, and the other way round. */
export async function createOwnKeys(
  context: ProviderContext,
  request: EndpointRequest,
  account: Account,
): Promise<LoginKeys> {
  const subject = ownSubject(account.id);
  const keys = await createKeys(context, request, { typed: subject, who: subject, account });
  return { ...keys, ends: [keys.typed, keys.account, keys.total.key], subject };
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
  {
    typed: name,
    who,
    account,
  }: { readonly typed: string; readonly who: string; readonly account: Account | undefined },
): Promise<Pick<LoginKeys, "typed" | "shown" | "account" | "total">> {
  const typed = await createThrottleKey(context, "account", `typed ${name}`);
  const network = requestNetwork(request);
  return {
    typed,
    shown: network === undefined ? [typed] : [typed, await createThrottleKey(context, "address", network)],
    account: await createThrottleKey(context, "account", who),
    total: await createFailureTotal(context, who, account),
  };
}

function accountSubject(id: string): string {
  return `account ${id}`;
}

function ownSubject(id: string): string {
  return `own ${id}`;
}
