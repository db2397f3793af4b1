import { Module } from "@nestjs/common";
import { MembersController } from "./members.controller.js";
import { OrdersController } from "./orders.controller.js";

@Module({ controllers: [MembersController, OrdersController] })
export class AppModule {}
