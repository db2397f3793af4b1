import { redirectUri } from "../../../fixtures/fake-server.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a form post that is JSON (OAuth 2.0 Form Post Response Mode §2)",
  setting: { parameters: { response_mode: "form_post" } },
  evil: {
    callback: (url) =>
      new Request(redirectUri, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: new URL(url).search.slice(1),
      }),
  },
  twin: { callback: (url) => new Request(redirectUri, { method: "POST", body: new URL(url).searchParams }) },
  verdict: { family: "configuration", code: "ERR_CONFIGURATION_OPTION", parameter: "callback" },
};
