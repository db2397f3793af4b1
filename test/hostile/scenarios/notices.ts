import type { BackchannelAuthentication } from "../../../src/endpoints/backchannel-authentication.ts";
import { isAuthError } from "../../../src/errors/auth-error.ts";
import { issuer } from "../../fixtures/fake-server.ts";
import { notificationToken } from "../provider/messages.ts";
import { honestly, type Scenario, type Scene } from "../scene.ts";

/** Starts a login on another device. */
export const device: Scenario = ({ client }) => client.startDeviceAuthorization({ scope: "openid" });

/** Honest start, then one request for the tokens. */
export const deviceToken: Scenario = async (scene) => {
  const started = await honestly(scene, () => scene.client.startDeviceAuthorization({ scope: "openid" }));
  return granted(await scene.client.requestDeviceToken(started));
};

/** Starts, and asks at the pace of the provider, which is never a pace without pauses. */
export const devicePoll: Scenario = async ({ client, provider }) => {
  const started = await client.startDeviceAuthorization({ scope: "openid" });
  const wait = async (milliseconds: number): Promise<void> => {
    if (milliseconds < 1000) throw new TypeError(`Waited for ${milliseconds} ms only.`);
    provider.now += milliseconds;
  };
  return granted(await client.pollDeviceToken(started, { wait }));
};

/** Starts a backchannel authentication. */
export const backchannel: Scenario = (scene) => authenticate(scene, "poll");

/** Honest start, then one request for the tokens. */
export const backchannelToken: Scenario = async (scene) => {
  const started = await honestly(scene, () => authenticate(scene, "poll"));
  return granted(await scene.client.requestBackchannelToken(started));
};

/** Honest start, then a ping. */
export const ping: Scenario = async (scene) => {
  const authentication = await honestly(scene, () => authenticate(scene, "ping"));
  return scene.client.receiveBackchannelPing(await scene.provider.notify("ping"), { authentication });
};

/** Honest start, then pushed tokens. */
export const push: Scenario = async (scene) => {
  const authentication = await honestly(scene, () => authenticate(scene, "push"));
  return granted(await scene.client.receiveBackchannelPush(await scene.provider.notify("push"), { authentication }));
};

/** A back-channel logout: the sessions that it ended. */
export const backchannelLogout: Scenario = async (scene) => endSessions(scene, await scene.provider.logoutToken());

/** The same logout token twice. */
export const replayedLogout: Scenario = async (scene) => {
  const token = await scene.provider.logoutToken();
  await endSessions(scene, token);
  return endSessions(
    scene,
    scene.provider.mutations.logoutToken === undefined ? await scene.provider.logoutToken() : token,
  );
};

/** A front-channel logout. */
export const frontchannelLogout: Scenario = ({ client, provider }) => {
  const honest = [
    ["iss", issuer],
    ["sid", "session-1"],
  ] as const;
  const sent = provider.mutations.frontchannelLogout?.(honest) ?? honest;
  const query = new URLSearchParams(sent.map(([name, value]) => [name, value]));
  return client.readFrontchannelLogout(`https://app.example.com/frontchannel?${query.toString()}`);
};

function authenticate({ client }: Scene, deliveryMode: "poll" | "ping" | "push"): Promise<BackchannelAuthentication> {
  const announced = deliveryMode === "poll" ? {} : { client_notification_token: notificationToken };
  return client.startBackchannelAuthentication(
    { scope: "openid", login_hint: "user-1", ...announced },
    { deliveryMode },
  );
}

/** The handler never rejects; what it told its owner counts, and that no session ended. */
async function endSessions({ client }: Scene, logout_token: string): Promise<readonly unknown[]> {
  const ended: unknown[] = [];
  const errors: unknown[] = [];
  const body = new URLSearchParams({ logout_token });
  const request = new Request("https://app.example.com/logout", { method: "POST", body });
  const response = await client.handleBackchannelLogout(request, {
    endSessions: ({ sid, sub }) => void ended.push(sid ?? sub),
    onError: (error) => void errors.push(error),
  });
  const [error] = errors;
  if (isAuthError(error) && response.status === 400 && ended.length === 0) throw error;
  if (response.status !== 200 || ended.length !== 1) throw new TypeError("A refused logout ended a session.");
  return ended;
}

/** Tokens count, another outcome does not. */
function granted<T extends { readonly status: string }>(step: T): T {
  if (step.status !== "granted") throw new TypeError(`Ended with ${step.status}.`);
  return step;
}
