const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * JSON with one value a line. It goes by the text and not by the parsed values: a vendor's 1.10 stays 1.10, and
 * a name that is given twice stays twice. Text that is not JSON comes back as it is.
 */
export function formatJson(text: string): string {
  if (!/^\s*[{[]/.test(text)) return text;
  let depth = 0;
  let previous = "";
  const lineBreak = () => `\n${"  ".repeat(Math.max(depth, 0))}`;
  const parts = (text.match(tokens) ?? []).map((token) => {
    const opened = previous === "{" || previous === "[";
    const closes = token === "}" || token === "]";
    if (closes) depth -= 1;
    const before = closes ? (opened ? "" : lineBreak()) : opened || previous === "," ? lineBreak() : "";
    if (token === "{" || token === "[") depth += 1;
    previous = token;
    return `${before}${token}${token === ":" ? " " : ""}`;
  });
  return parts.join("");
}
