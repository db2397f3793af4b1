import { runTraits } from "./run-traits.ts";
import { discovery } from "./scenarios/browser.ts";

await runTraits({ name: "discovery", scenario: discovery, neverAsked: ["/authorize", "/token", "/jwks"] });
