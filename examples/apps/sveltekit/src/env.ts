import { defineEnvVars } from "@sveltejs/kit/env";

export const variables = defineEnvVars({
  ISSUER: {},
  APP_URL: {},
  CLIENT_ID: {},
  CLIENT_SECRET: {},
  SESSION_SECRET: {},
});
