/**
 * `Subscription.channel.header`: lines that are sent with every notification. They hold secrets, so whoever reads the
 * subscription sees their names alone, and may send them back as they were read. Pure.
 */
const line = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}):[ \t]*([\x20-\x7e\t]{0,4000})$/;

/** What belongs to the connection or to us. */
const ours =
  /^(host|connection|keep-alive|upgrade|te|trailer|transfer-encoding|expect|content-.*|proxy-.*|x-request-id)$/i;

const mask = "********";

function split(header: string): readonly [name: string, value: string] {
  const [, name = "", value = ""] = line.exec(header) ?? [];
  return [name, value];
}

/** What is wrong with a line; undefined where nothing is. */
export function headerProblem(header: string): string | undefined {
  if (!line.test(header)) return "write a header as Name: value, in ASCII";
  const [name, value] = split(header);
  if (ours.test(name)) return `${name} is not for a client to say`;
  return value === mask ? `send ${name} with its value: none is kept for this address` : undefined;
}

/** The lines as they are shown. */
export function maskedHeaders(headers: readonly string[]): string[] {
  return headers.map((header) => `${split(header)[0]}: ${mask}`);
}

/** `headers` with the values of `before` wherever one is sent as it was shown: those of one name in their order. */
export function unmaskedHeaders(headers: readonly string[], before: readonly string[]): string[] {
  const kept = Map.groupBy(before, (header) => split(header)[0].toLowerCase());
  return headers.map((header) => {
    const [name, value] = split(header);
    const earlier = kept.get(name.toLowerCase())?.shift();
    return value === mask && earlier !== undefined ? earlier : header;
  });
}

/** The lines as a request carries them. */
export function requestHeaders(headers: readonly string[]): Record<string, string> {
  const byName = Map.groupBy(headers.map(split), ([name]) => name.toLowerCase());
  return Object.fromEntries(
    [...byName].map(([name, same]) => [name, same.map(([, value]) => value).join(", ")]),
  );
}
