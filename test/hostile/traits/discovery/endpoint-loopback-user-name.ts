import { set } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an endpoint whose loopback host is a user name",
  evil: { metadata: set({ check_session_iframe: "http://localhost:80@evil.example/" }) },
  twin: { metadata: set({ check_session_iframe: "http://localhost:80/@evil.example" }) },
  verdict: { family: "validation", code: "ERR_VALIDATION_METADATA", pointer: "/check_session_iframe" },
};
