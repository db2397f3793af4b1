import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a resource elsewhere that names a server on this machine (RFC 9728 §7.7)",
  setting: { via: "challenge" },
  evil: { resourceMetadata: set({ authorization_servers: ["http://127.0.0.1:8080"] }) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_RESOURCE", parameter: "authorization_servers" },
};
