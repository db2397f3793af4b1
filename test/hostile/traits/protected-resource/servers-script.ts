import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an authorization server that is a script",
  evil: { resourceMetadata: set({ authorization_servers: ["javascript:alert(1)"] }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/authorization_servers/0" },
};
