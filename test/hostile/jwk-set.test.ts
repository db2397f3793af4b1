import { runTraits } from "./run-traits.ts";
import { login } from "./scenarios/browser.ts";

await runTraits({ name: "jwk-set", scenario: login });
