import assert from "node:assert/strict";
import { test } from "node:test";
import { isPublicHost } from "../../../../src/provider/http/public-host.ts";

const publicHosts = [
  "app.example.com",
  "8.8.8.8",
  "100.63.0.1",
  "100.128.0.1",
  "172.15.0.1",
  "172.32.0.1",
  "192.0.3.1",
  "192.167.1.1",
  "198.51.99.1",
  "203.0.112.1",
  "[2606:4700::1111]",
  "[2a00:1450:4001::1]",
];
for (const host of publicHosts)
  test(`host: ${host} may be on the Internet (RFC 6890)`, () => assert.equal(isPublicHost(host), true));

const privateHosts = [
  ...["0.0.0.0", "10.1.2.3", "127.0.0.1", "100.64.0.1", "100.127.0.1", "169.254.169.254", "172.16.0.1", "172.31.0.1"],
  ...["192.168.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.19.0.1", "198.51.100.1", "203.0.113.1"],
  ...["224.0.0.1", "255.255.255.255"],
  ...["[::1]", "[::]", "[::ffff:7f00:1]", "[fe80::1]", "[fc00::1]", "[ff02::1]", "[64:ff9b::7f00:1]"],
  ...["[2002:7f00:1::]", "[2001::1]", "[2001:0:1::]", "[2001:db8::1]", "[4000::1]"],
  ...["localhost", "intranet", "printer.local", "id.internal", "router.home.arpa", "nas.lan.", "a.localhost", "x.corp"],
];
for (const host of privateHosts)
  test(`host: ${host} is of this machine or a private network`, () => assert.equal(isPublicHost(host), false));
