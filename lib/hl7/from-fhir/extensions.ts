import type { Extension } from "./parts";

/** The first extension of a kind. */
export function extended(
  { extension }: { readonly extension?: readonly Extension[] | null },
  url: string,
): Extension | undefined {
  return extension?.find((one) => one.url === url);
}
