import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an endpoint with a line break, which parsers drop",
  evil: { metadata: set({ token_endpoint: "https://id.exa\nmple.com/token" }) },
  twin: {},
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/token_endpoint" },
};
