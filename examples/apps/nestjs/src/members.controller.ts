import { Controller, Get, Header, UseGuards } from "@nestjs/common";
import type { AnySession } from "ts-identity-model/nestjs";
import { Session, SessionGuard } from "./guards.js";

@Controller("members")
@UseGuards(SessionGuard)
export class MembersController {
  @Get()
  @Header("Content-Type", "text/html; charset=utf-8")
  show(@Session() session: AnySession) {
    return `<!doctype html><h1>Hello, ${session.claims.name ?? session.subject}</h1>
      <form action="/auth/logout" method="post"><button>Sign out</button></form>`;
  }
}
