import { describe, expect, it } from "vitest";
import { addressPolicy } from "./address-policy";

const refusedUrls = [
  "http://127.0.0.1/",
  "http://127.1/",
  "http://127.0.1/",
  "http://2130706433/",
  "http://0x7f.1/",
  "http://0x7f000001/",
  "http://0177.0.0.1/",
  "http://017700000001/",
  "http://0/",
  "http://10.1.2.3/",
  "http://172.16.0.1/",
  "http://192.168.1.1/",
  "http://100.64.0.1/",
  "http://169.254.169.254/latest/meta-data",
  "http://100.100.100.200/",
  "http://192.0.0.8/",
  "http://198.18.0.1/",
  "http://224.0.0.1/",
  "http://240.0.0.1/",
  "http://255.255.255.255/",
  "http://203.0.113.9/",
  "http://[::]/",
  "http://[::1]/",
  "http://[fc00::1]/",
  "http://[fe80::1]/",
  "http://[ff02::1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[::7f00:1]/",
  "http://[64:ff9b::7f00:1]/",
  "http://[2002:7f00:1::]/",
  "http://localhost/",
  "http://LOCALHOST/",
  "http://localhost./",
  "http://a.localhost/",
  "http://host.docker.internal/",
  "http://postgres/",
  "http://redis/",
  "http://x.svc/",
  "http://db.local/",
  "http://１２７.0.0.1/",
  "http://①②⑦.1/",
  "http://127。0。0。1/",
  "http://%6c%6fcalhost/",
  "http://127.0.0.1./",
  "http://user@ehr.example.org/",
  "http://ehr.example.org@127.0.0.1/",
  "http://ehr.example.org:0/",
  "http://ehr.example.org:22/",
  "http://ehr.example.org:25/",
  "http://ehr.example.org:5432/",
  "http://8.8.8.8:6379/",
  "file:///etc/passwd",
  "ftp://ehr.example.org/",
  "gopher://ehr.example.org/",
  "data:text/plain,x",
  "ws://ehr.example.org/",
];

describe("addressPolicy", () => {
  it.each(refusedUrls)("refuses %s", (text) => {
    expect(() => addressPolicy([]).assertUrl(new URL(text))).toThrow(
      expect.objectContaining({ code: "endpoint_not_allowed" }),
    );
  });

  it.each([
    "https://fhir.epic.com/",
    "https://8.8.8.8/",
    "https://[2606:4700::1111]/",
    "https://ehr.example.org:8443/",
  ])("allows %s", (text) => {
    expect(() => addressPolicy([]).assertUrl(new URL(text))).not.toThrow();
  });

  it.each([
    ["127.0.0.1:4010", "http://127.1:4010/"],
    ["10.0.0.0/8", "http://10.9.8.7:5432/"],
    ["10.0.0.0/8:8443", "https://10.9.8.7:8443/"],
    ["[::1]:4010", "http://[::1]:4010/"],
    ["fd00::/8", "http://[fd12::1]/"],
    ["epic.hospital.local", "http://EPIC.hospital.local./"],
    ["localhost:4010", "http://localhost:4010/"],
  ])("opens what the administrator named: %s", (entry, text) => {
    expect(() => addressPolicy([entry]).assertUrl(new URL(text))).not.toThrow();
  });

  it.each([
    ["127.0.0.1:4010", "http://127.0.0.1:4011/"],
    ["10.0.0.0/8", "http://11.0.0.1:5432/"],
    ["epic.hospital.local", "http://sub.epic.hospital.local/"],
  ])("opens no more than what was named: %s", (entry, text) => {
    expect(() => addressPolicy([entry]).assertUrl(new URL(text))).toThrow();
  });

  it("refuses a name that resolves into a private network", () => {
    expect(() => addressPolicy([]).assertResolved("ehr.example.org", "10.0.0.1", 443)).toThrow();
  });

  it("lets an opened name resolve to anything", () => {
    expect(() => addressPolicy(["epic.local"]).assertResolved("epic.local", "10.0.0.1", 443)).not.toThrow();
  });
});
