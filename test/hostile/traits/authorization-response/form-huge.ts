import { redirectUri } from "../../../fixtures/fake-server.ts";
import type { RefusedTrait } from "../../trait.ts";

export const trait: RefusedTrait = {
  name: "a form post larger than its cap",
  setting: { parameters: { response_mode: "form_post" } },
  evil: {
    callback: (url) =>
      new Request(redirectUri, {
        method: "POST",
        body: new URLSearchParams(`${new URL(url).search}&x=${"x".repeat(70_000)}`),
      }),
  },
  twin: {
    callback: (url) =>
      new Request(redirectUri, {
        method: "POST",
        body: new URLSearchParams(`${new URL(url).search}&x=${"x".repeat(60_000)}`),
      }),
  },
  verdict: { family: "configuration", code: "ERR_CONFIGURATION_OPTION", parameter: "callback", message: /65536 bytes/ },
};
