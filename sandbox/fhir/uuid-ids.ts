/** UUIDs that grow with the rank of a generated record and lead back to it. */
import type { Ids } from "@/sandbox/fhir/generated-charts";
import { Random } from "@/sandbox/framework/random";

const leadDigits = 12;
const leads = 16 ** leadDigits;

/** `stream` keeps the ids of two kinds of records apart; a prefix may stand before, and has to grow with the rank. */
export function uuidIds(
  seed: number,
  stream: string,
  count: number,
  prefixOf: (rank: number) => string = () => "",
): Ids {
  const stride = Math.floor(leads / Math.max(count, 1));
  const at = (rank: number) => {
    const noise = new Random(seed, stream, rank);
    const lead = hex(rank * stride + (noise.next() % stride), leadDigits);
    const tail = `4${hex(noise.next(), 3)}-a${hex(noise.next(), 3)}-${hex(noise.next(), 6)}${hex(noise.next(), 6)}`;
    return `${prefixOf(rank)}${lead.slice(0, 8)}-${lead.slice(8)}-${tail}`;
  };
  const rankOf = (id: string) => {
    const [, first = "", second = ""] = /([0-9a-f]{8})-([0-9a-f]{4})-/.exec(id) ?? [];
    const rank = Math.floor(Number.parseInt(`0${first}${second}`, 16) / stride);
    return rank < count && at(rank) === id ? rank : undefined;
  };
  return { at, rankOf };
}

/** The lowest digits of a number. */
function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, "0").slice(-digits);
}
