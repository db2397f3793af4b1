import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a page inside of its own address",
  evil: { device: set({ verification_uri: "data:text/html,<h1>Sign in" }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/verification_uri" },
};
