/** How many channels a message has come through: what goes round for ever is stopped. */

/** More channels than this, one after the other, are a loop. */
export const mostHops = 5;

/** Tells another Carelane, or this one, how many there were. */
export const hopsHeader = "x-carelane-hops";

/** What a sender says of it; 0 where it says nothing that can be read. */
export function hopsIn(headers: Headers): number {
  const said = headers.get(hopsHeader) ?? "";
  return /^\d{1,3}$/.test(said) ? Number(said) : 0;
}
