import { createServer } from "node:http";
import { sendResponse, toRequest } from "ts-identity-model/node";
import { nodePrograms } from "../programs/node-programs.ts";
import { createSite } from "../programs/relying-party.ts";
import { servePrograms } from "../programs/serve-programs.ts";

const handle = servePrograms({ programs: nodePrograms, createSite });
const server = createServer(async (incoming, outgoing) => {
  const baseUrl = `http://${incoming.headers.host}`;
  await sendResponse(await handle(toRequest(incoming, { baseUrl })), outgoing);
});
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: Object(server.address()).port })));
