import { runTraits } from "./run-traits.ts";
import { login } from "./scenarios/browser.ts";

await runTraits({ name: "id-token-claims", scenario: login, atMost: { "/token": 1 } });
