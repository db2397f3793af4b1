import type { Route } from "../http/route.ts";
import { changePasswordRoute } from "../interaction/change-password.ts";
import { consentRoute } from "../interaction/consent.ts";
import { loginRoute } from "../interaction/login.ts";
import { selectAccountRoute } from "../interaction/select-account.ts";
import type { ProviderOptions } from "../options.ts";
import { sessionInfoRoute } from "../sessions/session-info.ts";
import { sessionsRoute } from "../sessions/sessions-page.ts";
import { adminRoutes } from "./admin.ts";
import { authorizationResumeRoute, authorizationRoute } from "./authorization.ts";
import { backchannelAuthenticationRoute } from "./backchannel-authentication.ts";
import { deviceRoute } from "./device.ts";
import { deviceAuthorizationRoute } from "./device-authorization.ts";
import { endSessionRoutes } from "./end-session.ts";
import { introspectionRoute } from "./introspection.ts";
import { jwkSetRoute } from "./jwk-set.ts";
import { pushedAuthorizationRoute } from "./pushed-authorization.ts";
import { registrationManagementRoute, registrationRoute } from "./registration.ts";
import { revocationRoute } from "./revocation.ts";
import { tokenRoute } from "./token.ts";
import { userinfoRoute } from "./userinfo.ts";

/** Those that are there with these options. */
export function offeredRoutes(options: ProviderOptions): readonly Route[] {
  return routes.filter(({ isOffered }) => isOffered?.(options) ?? true);
}

/** Every path of the provider below its issuer, but for the metadata that lists them. */
export const routes: readonly Route[] = [
  authorizationRoute,
  authorizationResumeRoute,
  pushedAuthorizationRoute,
  tokenRoute,
  introspectionRoute,
  revocationRoute,
  userinfoRoute,
  jwkSetRoute,
  deviceAuthorizationRoute,
  deviceRoute,
  backchannelAuthenticationRoute,
  registrationRoute,
  registrationManagementRoute,
  ...endSessionRoutes,
  loginRoute,
  consentRoute,
  selectAccountRoute,
  changePasswordRoute,
  sessionInfoRoute,
  sessionsRoute,
  ...adminRoutes,
];
