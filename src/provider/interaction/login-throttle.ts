import { normalizeLogin } from "../accounts/login-key.ts";
import type { ProviderContext } from "../context.ts";
import type { EndpointRequest } from "../http/connection.ts";
import { networkOf } from "../throttling/network.ts";
import { createThrottleKey, type ThrottleKey } from "../throttling/throttle.ts";
import { readKnownDevice } from "./known-device.ts";

/** What failed logins are counted under. */
export interface LoginKeys {
  /** The login as it is compared, whether there is such an account or not; or the browser, where it is known for the login. */
  readonly account: ThrottleKey;
  /** The network that the request comes from. */
  readonly all: readonly ThrottleKey[];
}

/** Makes the keys for one attempt. */
export async function createLoginKeys(
  context: ProviderContext,
  request: EndpointRequest,
  login: string,
): Promise<LoginKeys> {
  const device = await readKnownDevice(context, request, login);
  const value = device === undefined ? normalizeLogin(login) : `device ${device}`;
  const account = await createThrottleKey(context, "account", value);
  const address = request.connection.remoteAddress;
  if (address === undefined) return { account, all: [account] };
  return { account, all: [account, await createThrottleKey(context, "address", networkOf(address))] };
}
