import { login } from "@/identity";

const target = process.env.APP_URL ?? "";
const forward = (request: Request) => login.proxy(request, { target, paths: ["/orders"] });

export { forward as GET, forward as POST };
