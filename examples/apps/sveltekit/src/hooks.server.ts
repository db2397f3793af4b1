import { createHandle } from "ts-identity-model/sveltekit";
import { login } from "./identity.server";

export const handle = createHandle(login);
