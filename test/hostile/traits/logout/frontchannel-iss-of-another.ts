import { parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "the iss of another provider (OpenID Connect Front-Channel Logout §2)",
  evil: { frontchannelLogout: parameter("iss", "https://evil.example") },
  twin: { frontchannelLogout: (honest) => [...honest].reverse() },
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "iss" },
};
