import type { Route } from "../http/route.ts";
import { jwkSetRoute } from "./jwk-set.ts";
import { registrationManagementRoute, registrationRoute } from "./registration.ts";
import { tokenRoute } from "./token.ts";

/** Every path of the provider below its issuer, but for the metadata that lists them. */
export const routes: readonly Route[] = [tokenRoute, jwkSetRoute, registrationRoute, registrationManagementRoute];
