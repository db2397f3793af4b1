import { append } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "an error beside a code",
  evil: { authorization: append(["error", "server_error"]) },
  twin: { authorization: append(["error_hint", "server_error"]) },
  verdict: { family: "oauth", code: "ERR_OAUTH_AUTHORIZATION", message: /server_error/ },
};
