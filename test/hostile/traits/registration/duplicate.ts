import { json } from "../../../fixtures/fake-server.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "two secrets",
  evil: { registration: (honest) => json(JSON.stringify(honest).replace("{", '{"client_secret":"x",'), 201) },
  twin: { registration: (honest) => json(JSON.stringify(honest).replace("{", '{"client_Secret":"x",'), 201) },
  verdict: { family: "response", code: "ERR_RESPONSE_DUPLICATE_MEMBER", message: /\/client_secret twice/ },
};
