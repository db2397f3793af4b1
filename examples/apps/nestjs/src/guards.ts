import { createParamDecorator, HttpException } from "@nestjs/common";
import { createSessionGuard, createTokenGuard, principalOf, sessionOf } from "ts-identity-model/nestjs";
import { api, login } from "./identity.js";

export const TokenGuard = createTokenGuard(api, { HttpException });
export const SessionGuard = createSessionGuard(login, { HttpException });
export const Principal = createParamDecorator(principalOf);
export const Session = createParamDecorator(sessionOf);
