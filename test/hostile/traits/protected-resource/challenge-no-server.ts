import { omit } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a resource that names no authorization server",
  setting: { via: "challenge" },
  evil: { resourceMetadata: omit("authorization_servers") },
  twin: {},
  verdict: { family: "configuration", code: "ERR_CONFIGURATION_METADATA_MISSING", parameter: "authorization_servers" },
};
