import { checkOptionNames } from "../util/check-option-names.ts";
import type { Client } from "./client.ts";

/**
 * Makes the methods of a client refuse options of a call that do not exist, for callers without types: a misspelt one would be ignored.
 * They reject with ConfigurationError `ERR_CONFIGURATION_OPTION` naming the option, and the one that was probably meant.
 */
export function withCheckedCalls<Custom>(client: Client<Custom>): Client<Custom> {
  const checked = Object.entries(listCallOptions()).map(([name, [position, known]]) => {
    const method: unknown = Reflect.get(client, name);
    const call = async (...given: readonly unknown[]): Promise<unknown> => {
      const { [position]: options } = given;
      if (options !== undefined) checkOptionNames(options, known, { of: name });
      return typeof method === "function" ? Reflect.apply(method, undefined, given) : undefined;
    };
    return [name, call] as const;
  });
  return { ...client, ...Object.fromEntries(checked) };
}

type Last<Values extends readonly unknown[]> =
  Required<Values> extends readonly [...infer _First, infer Value] ? NonNullable<Value> : never;

/** The place of the options among the arguments of a method, and their names. */
type CallOptionsOf<Method extends keyof Client> = readonly [
  position: number,
  names: Readonly<Record<keyof Last<Parameters<Client[Method]>>, true>>,
];

type CallOptionTable = { readonly [Method in keyof Client]: CallOptionsOf<Method> };

/** Held against the methods by their types: an option that is missing or too many does not compile. */
function listCallOptions(): CallOptionTable {
  const signal = { signal: true } as const;
  const call = { signal: true, extra: true } as const;
  const token = { ...call, resource: true } as const;
  const poll = { ...token, onPending: true, wait: true } as const;
  return {
    startAuthorization: [1, { ...call, appState: true }],
    finishAuthorization: [2, { ...token, authorizationDetails: true }],
    finishImplicitAuthorization: [2, signal],
    startBackchannelAuthentication: [1, { ...call, deliveryMode: true, signingKey: true }],
    requestBackchannelToken: [1, { ...token, subject: true }],
    pollBackchannelToken: [1, { ...poll, subject: true }],
    receiveBackchannelPing: [1, { ...signal, authentication: true }],
    receiveBackchannelPush: [1, { ...signal, authentication: true }],
    startDeviceAuthorization: [1, call],
    requestDeviceToken: [1, token],
    pollDeviceToken: [1, poll],
    introspect: [1, { ...call, accessToken: true, audience: true, responseFormat: true, cache: true }],
    startLogout: [2, { ...call, hintEncryption: true }],
    finishLogout: [2, signal],
    readFrontchannelLogout: [1, signal],
    handleBackchannelLogout: [2, signal],
    checkSessionFrame: [1, signal],
    revokeToken: [1, call],
    revokeAll: [1, call],
    clientCredentials: [1, call],
    refresh: [2, call],
    exchangeToken: [1, { ...call, acceptedTokenTypes: true }],
    jwtBearer: [1, call],
    saml2Bearer: [1, call],
    extensionGrant: [1, call],
    fetchResource: [1, { ...signal, url: true, method: true, headers: true, body: true, redirect: true }],
    userInfo: [1, { ...signal, expectedSubject: true }],
    metadata: [0, signal],
    context: [0, signal],
  };
}
