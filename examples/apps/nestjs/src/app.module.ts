import { Module } from "@nestjs/common";
import { AppController } from "./app.controller.js";
import { AppService } from "./app.service.js";
import { MembersController } from "./members.controller.js";
import { OrdersController } from "./orders.controller.js";

@Module({ controllers: [AppController, MembersController, OrdersController], providers: [AppService] })
export class AppModule {}
