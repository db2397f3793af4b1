import { parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the iss of another server beside the honest ID token (RFC 9207 §2.4)",
  evil: { authorization: parameter("iss", "https://evil.example") },
  twin: { authorization: parameter("iss", undefined) },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "iss" },
};
