import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an endpoint that is a path",
  evil: { metadata: set({ userinfo_endpoint: "/userinfo" }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/userinfo_endpoint" },
};
