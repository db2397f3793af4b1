import { runTraits } from "./run-traits.ts";
import { jwtLogin } from "./scenarios/browser.ts";

await runTraits({ name: "response-jwt", scenario: jwtLogin, neverAsked: ["/token"] });
