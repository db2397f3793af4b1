import type { AuthorizationParameters } from "../../../src/endpoints/authorization-parameters.ts";
import type { TokenSet } from "../../../src/tokens/token-set.ts";
import { honestly, type Scenario, type Scene } from "../scene.ts";

/** Asks who the provider is. */
export const discovery: Scenario = ({ client }) => client.metadata();

/** A login from its start to its tokens. */
export const login: Scenario = (scene) => logIn(scene);

/** The same, with the ID token in the front channel too. */
export const hybridLogin: Scenario = (scene) => logIn(scene, { response_type: "code id_token" });

/** A login that ends in the front channel. */
export const implicitLogin: Scenario = async ({ provider, client, setting }) => {
  const parameters = { response_type: "id_token", ...setting.parameters } as const;
  const { transaction } = await client.startAuthorization(parameters);
  return client.finishImplicitAuthorization(await provider.callback(transaction), transaction);
};

/** A login whose response is a JWT. */
export const jwtLogin: Scenario = (scene) => logIn(scene, { response_mode: "jwt" });

/** Starts an authorization that is pushed. */
export const pushedRequest: Scenario = ({ client, setting }) => client.startAuthorization(setting.parameters);

/** Honest login, then userinfo. */
export const userinfo: Scenario = async (scene) => {
  const tokens = await honestly(scene, () => logIn(scene));
  return scene.client.userInfo(tokens);
};

/** Honest login, then, a second later, a refresh. */
export const refresh: Scenario = async (scene) => {
  const tokens = await honestly(scene, () => logIn(scene));
  scene.provider.now += 1000;
  return scene.client.refresh(tokens);
};

/** Honest start of a logout; then the browser comes back. */
export const endSession: Scenario = async ({ provider, client }) => {
  const { transaction } = await client.startLogout();
  const honest = [["state", transaction?.state ?? ""]] as const;
  const sent = provider.mutations.endSession?.(honest) ?? honest;
  const query = new URLSearchParams(sent.map(([name, value]) => [name, value]));
  return client.finishLogout(`https://app.example.com/signed-out?${query.toString()}`, must(transaction));
};

async function logIn({ provider, client, setting }: Scene, more: AuthorizationParameters = {}): Promise<TokenSet> {
  const { transaction } = await client.startAuthorization({ ...more, ...setting.parameters });
  return client.finishAuthorization(await provider.callback(transaction), transaction);
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError("The logout has no way back.");
  return value;
}
