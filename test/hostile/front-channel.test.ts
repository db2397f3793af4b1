import { runTraits } from "./run-traits.ts";
import { hybridLogin, implicitLogin } from "./scenarios/browser.ts";

await runTraits({
  name: "front-channel",
  scenario: hybridLogin,
  others: { implicit: implicitLogin },
  atMost: { "/token": 1 },
});
