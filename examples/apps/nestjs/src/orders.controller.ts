import { Controller, Delete, Get, UseGuards } from "@nestjs/common";
import { type AnyPrincipal, RequireToken } from "ts-identity-model/nestjs";
import { Principal, TokenGuard } from "./guards.js";

@Controller("orders")
@UseGuards(TokenGuard)
export class OrdersController {
  @Get()
  @RequireToken({ scope: "orders.read" })
  list(@Principal() principal: AnyPrincipal) {
    return { user: principal.subject, client: principal.clientId };
  }

  @Delete()
  @RequireToken({ scope: "orders.write" })
  clear() {
    return {};
  }
}
