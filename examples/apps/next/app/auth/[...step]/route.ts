import { createRouteHandlers } from "ts-identity-model/next";
import { login } from "@/identity";

export const { GET, POST } = createRouteHandlers(login);
