import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "entries that are null, numbers and lists, and nothing else",
  evil: { jwks: set({ keys: [null, 1, "x", [], {}] }) },
  twin: { jwks: ({ keys }) => ({ keys: [null, 1, "x", [], {}, ...(Array.isArray(keys) ? keys : [])] }) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_KEY_NOT_FOUND", parameter: "kid" },
};
