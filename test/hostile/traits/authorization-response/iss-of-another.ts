import { parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the iss of another server: mix-up (RFC 9207 §2.4)",
  evil: { authorization: parameter("iss", "https://evil.example") },
  twin: {},
  verdict: {
    family: "verification",
    code: "ERR_VERIFICATION_ISSUER",
    parameter: "iss",
    message: /has iss "https:\/\/evil\.example"/,
  },
};
