/** Certificates of a made-up authority, valid for the time of a test (X.509 by hand: RFC 5280, DER by X.690). */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

const tag = { boolean: 0x01, integer: 0x02, bits: 0x03, bytes: 0x04, oid: 0x06, text: 0x0c, time: 0x17 };
const sequence = 0x30;
const set = 0x31;

function lengthOf(bytes: number): number[] {
  return bytes < 0x80 ? [bytes] : [0x82, bytes >> 8, bytes & 0xff];
}

function der(kind: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([kind, ...lengthOf(content.length)]), content]);
}

const oid = (hex: string) => der(tag.oid, Buffer.from(hex, "hex"));
const ecdsaWithSha256 = der(sequence, oid("2a8648ce3d040302"));
const isTrue = der(tag.boolean, Buffer.of(0xff));

const nameOf = (commonName: string) =>
  der(sequence, der(set, der(sequence, oid("550403"), der(tag.text, Buffer.from(commonName)))));

const timeOf = (at: number) =>
  der(tag.time, Buffer.from(`${new Date(at).toISOString().replace(/^..|[-:T]|\..*/g, "")}Z`));

/** Extensions: of an authority that it is one, of anyone else that it is 127.0.0.1. */
function extensions(isAuthority: boolean): Buffer {
  const one = isAuthority
    ? der(sequence, oid("551d13"), isTrue, der(tag.bytes, der(sequence, isTrue)))
    : der(sequence, oid("551d11"), der(tag.bytes, der(sequence, der(0x87, Buffer.of(127, 0, 0, 1)))));
  return der(0xa3, der(sequence, one));
}

function pem(content: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${content.toString("base64")}\n-----END CERTIFICATE-----\n`;
}

interface Names {
  readonly subject: string;
  readonly issuer: string;
}

function certificate(names: Names, publicKey: KeyObject, issuerKey: KeyObject): string {
  const day = 24 * 60 * 60 * 1_000;
  const contents = der(
    sequence,
    der(0xa0, der(tag.integer, Buffer.of(2))),
    der(tag.integer, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ecdsaWithSha256,
    nameOf(names.issuer),
    der(sequence, timeOf(Date.now() - day), timeOf(Date.now() + day)),
    nameOf(names.subject),
    publicKey.export({ type: "spki", format: "der" }),
    extensions(names.subject === names.issuer),
  );
  const signature = der(tag.bits, Buffer.of(0), sign("sha256", contents, issuerKey));
  return pem(der(sequence, contents, ecdsaWithSha256, signature));
}

const newKeys = () => generateKeyPairSync("ec", { namedCurve: "prime256v1" });

/** An authority, which gives certificates for 127.0.0.1. */
export function makeAuthority(issuer: string) {
  const keys = newKeys();
  return {
    ca: certificate({ subject: issuer, issuer }, keys.publicKey, keys.privateKey),
    issue(subject: string) {
      const own = newKeys();
      return {
        cert: certificate({ subject, issuer }, own.publicKey, keys.privateKey),
        key: own.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      };
    },
  };
}
