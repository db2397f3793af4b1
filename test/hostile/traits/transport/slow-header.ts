import type { RefusedTrait } from "../../trait.ts";
import { reply } from "../../wire.ts";

export const trait: RefusedTrait = {
  name: "a header that does not come in time",
  setting: { hastyMs: 150 },
  evil: { wire: () => undefined },
  twin: { wire: (response, honest) => void setTimeout(() => reply()(response, honest), 5) },
  verdict: {
    family: "transport",
    code: "ERR_TRANSPORT_TIMEOUT",
    message: /150 ms: the deadline passed while waiting for the answer to begin/,
  },
};
