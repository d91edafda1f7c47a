/** Ranges of IP addresses as administrators write them: one address, or a network in CIDR notation. */
import ipaddr from "ipaddr.js";

export type Address = ReturnType<typeof ipaddr.process>;

/** A network: its address, and how many bits of it count. */
export type AddressRange = readonly [Address, number];

/** An address in its plain notation; 10.0.0.1 written as an IPv6 address is 10.0.0.1. */
export function parseAddress(text: string): Address | undefined {
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
  return isAddress ? ipaddr.process(text) : undefined;
}

/** The range that `text` names, or undefined when it names something else. */
export function parseRange(text: string): AddressRange | undefined {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  const address = parseAddress(text);
  return address && [address, address.kind() === "ipv4" ? 32 : 128];
}

export function isInRange(address: Address, [network, bits]: AddressRange): boolean {
  return address.kind() === network.kind() && address.match(network, bits);
}
