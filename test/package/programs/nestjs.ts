import { createSessionGuard, createTokenGuard, type NestGuard } from "ts-identity-model/nestjs";
import type { RelyingParty } from "ts-identity-model/relying-party";
import type { ResourceServer } from "ts-identity-model/resource-server";

interface Identity {
  readonly api: ResourceServer;
  readonly login: RelyingParty;
}

/** The guards of an application. They go into `@UseGuards` or, for all routes, into the provider `APP_GUARD`. */
export interface Guards {
  readonly TokenGuard: NestGuard;
  readonly SessionGuard: NestGuard;
}

export const createGuards = ({ api, login }: Identity): Guards => ({
  TokenGuard: createTokenGuard(api),
  SessionGuard: createSessionGuard(login),
});
