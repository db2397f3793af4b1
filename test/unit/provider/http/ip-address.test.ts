import assert from "node:assert/strict";
import { test } from "node:test";
import { parseIpAddress } from "../../../../src/provider/http/ip-address.ts";

test("IP address: both kinds are read, in every spelling", () => {
  assert.deepEqual(parseIpAddress("192.0.2.1"), [192, 0, 2, 1]);
  assert.deepEqual(parseIpAddress("::ffff:192.0.2.1"), [192, 0, 2, 1]);
  assert.deepEqual(parseIpAddress("::FFFF:c000:0201"), [192, 0, 2, 1]);
  const address = [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
  for (const text of ["2001:db8::1", "2001:0DB8:0:0:0:0:0:1", "2001:db8::0001%eth0"])
    assert.deepEqual(parseIpAddress(text), address, text);
  assert.deepEqual(parseIpAddress("::"), new Array(16).fill(0));
  assert.deepEqual(parseIpAddress("1:2:3:4:5:6:7:8"), [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]);
});

test("IP address: what is none is not read", () => {
  const texts = [
    "",
    "192.0.2",
    "192.0.2.1.1",
    "192.0.2.256",
    "192.0.2.01",
    "0x7f.0.0.1",
    "2130706433",
    "localhost",
    "::1]/x[",
    "1::2::3",
    "g::1",
    ":".repeat(200),
  ];
  for (const text of texts) assert.equal(parseIpAddress(text), undefined, text);
});
