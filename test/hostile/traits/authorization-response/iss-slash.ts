import { issuer } from "../../../fixtures/fake-server.ts";
import { parameter } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an iss with a slash more",
  evil: { authorization: parameter("iss", `${issuer}/`) },
  twin: {},
  verdict: { family: "verification", code: "ERR_VERIFICATION_ISSUER", parameter: "iss" },
};
