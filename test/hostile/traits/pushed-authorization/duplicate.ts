import { json } from "../../../fixtures/fake-server.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "request_uri twice",
  evil: { pushed: (honest) => json(JSON.stringify(honest).replace("{", '{"request_uri":"urn:x:a",'), 201) },
  twin: { pushed: (honest) => json(JSON.stringify(honest).replace("{", '{"Request_URI":"urn:x:a",'), 201) },
  verdict: { family: "response", code: "ERR_RESPONSE_DUPLICATE_MEMBER", message: /\/request_uri twice/ },
};
