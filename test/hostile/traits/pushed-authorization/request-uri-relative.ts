import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a request_uri that is no URI of its own",
  evil: { pushed: set({ request_uri: "/requests/1" }) },
  twin: { pushed: set({ request_uri: "https://id.example.com/requests/1" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_RESPONSE", pointer: "/request_uri" },
};
