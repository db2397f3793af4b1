import { changePasswordPage } from "./change-password-page.ts";
import { consentPage } from "./consent-page.ts";
import { deviceCodePage, deviceConfirmPage } from "./device-pages.ts";
import { errorPage } from "./error-page.ts";
import { formPostPage } from "./form-post-page.ts";
import { loginPage } from "./login-page.ts";
import { logoutPage } from "./logout-page.ts";
import { outcomePage } from "./outcome-page.ts";
import { selectAccountPage } from "./select-account-page.ts";
import { sessionsPage } from "./sessions-page.ts";
import type { Pages } from "./views.ts";

/** The pages that a provider shows unless they are replaced. */
export const defaultPages: Pages = {
  login: loginPage,
  consent: consentPage,
  selectAccount: selectAccountPage,
  changePassword: changePasswordPage,
  deviceCode: deviceCodePage,
  deviceConfirm: deviceConfirmPage,
  logout: logoutPage,
  outcome: outcomePage,
  sessions: sessionsPage,
  error: errorPage,
  formPost: formPostPage,
};
