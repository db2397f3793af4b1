import type { Scenario } from "../scenario.ts";
import { authorizationResponse } from "./authorization-response.ts";
import { clientAuthentication } from "./client-authentication.ts";
import { clientCredentials } from "./client-credentials.ts";
import { codeRedemption } from "./code-redemption.ts";
import { discovery } from "./discovery.ts";
import { idToken } from "./id-token.ts";
import { refresh } from "./refresh.ts";
import { userinfo } from "./userinfo.ts";

/** Every scenario, in the order of a login. */
export const scenarios: readonly Scenario[] = [
  ...discovery,
  ...clientAuthentication,
  ...authorizationResponse,
  ...codeRedemption,
  ...idToken,
  ...userinfo,
  ...refresh,
  ...clientCredentials,
];
