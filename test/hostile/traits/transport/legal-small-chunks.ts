import type { LegalTrait } from "../../trait.ts";

export const trait: LegalTrait = {
  name: "chunks of one octet with extensions",
  odd: {
    wire: (response, honest) =>
      void response.socket?.end(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n${[...honest].map((letter) => `1;a=b\r\n${letter}\r\n`).join("")}0\r\nx-trailer: 1\r\n\r\n`,
      ),
  },
};
