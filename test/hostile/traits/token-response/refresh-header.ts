import { answer } from "../../mutate.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a redirect by header field and page",
  evil: {
    token: answer(
      200,
      { "content-type": "text/html", refresh: "0; url=https://evil.example/" },
      "<meta http-equiv=refresh>",
    ),
  },
  twin: { token: answer(200, { "content-type": "application/json", refresh: "0; url=https://evil.example/" }) },
  verdict: { family: "response", code: "ERR_RESPONSE_CONTENT_TYPE", parameter: "content-type" },
};
