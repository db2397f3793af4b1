import { APP_URL } from "$app/env/private";
import { login } from "../../../identity.server";
import type { RequestHandler } from "./$types";

const forward: RequestHandler = ({ request }) => login.proxy(request, { target: APP_URL, paths: ["/orders"] });

export { forward as GET, forward as POST };
