import { NestFactory } from "@nestjs/core";
import { relyingParty, resourceMetadata } from "ts-identity-model/express";
import { AppModule } from "./app.module.js";
import { api, login } from "./identity.js";

const app = await NestFactory.create(AppModule);
app.use(resourceMetadata(api), relyingParty(login));
await app.listen(process.env.PORT ?? 3000);
