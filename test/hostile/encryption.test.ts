import { runTraits } from "./run-traits.ts";
import { jwtLogin, login, userinfo } from "./scenarios/browser.ts";

await runTraits({
  name: "encryption",
  scenario: login,
  others: { "response-jwt": jwtLogin, userinfo },
  atMost: { "/token": 1 },
});
