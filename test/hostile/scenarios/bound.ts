import { resource } from "../provider/messages.ts";
import { honestly, type Scenario } from "../scene.ts";

/** Honest tokens, then a call to the protected resource. */
export const resourceCall: Scenario = async (scene) => {
  const tokens = await honestly(scene, () => scene.client.clientCredentials());
  const response = await scene.client.fetchResource(tokens, { url: resource });
  if (!response.ok) throw new TypeError(`The resource answered with ${response.status}.`);
  return response.json();
};
