/** Narratives: a small part of XHTML (https://hl7.org/fhir/R4/narrative.html): txt-1 and txt-2. */

const allowedTags = new Set(
  (
    "a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i " +
    "img li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var"
  ).split(" "),
);

const allowedAttributes = new Set(
  (
    "abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset " +
    "cite class colspan compact coords dir frame headers height href hreflang hspace id lang longdesc name nowrap " +
    "rel rev rowspan rules scope shape span src start style summary tabindex title type valign value vspace width " +
    "xml:lang xmlns xmlns:xlink"
  ).split(" "),
);

const addresses = new Set(["href", "src", "cite", "longdesc"]);

const markup =
  /<!--[\s\S]*?-->|<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|</g;

/** An `&` that begins no reference to a character. */
const bareAmpersand = /&(?!#\d+;|#x[\da-f]+;|[a-z][a-z\d]*;)/i;

/** What a browser makes of a value before it looks for what to run. */
function asBrowsersRead(value: string): string {
  const characters = value.replace(/&#(x?)([\da-f]+);/gi, (_, isHex: string, digits: string) => {
    const code = Number.parseInt(digits, isHex ? 16 : 10);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : "";
  });
  return characters
    .replace(/&(?:tab|newline|colon);/gi, (one) => (/colon/i.test(one) ? ":" : ""))
    .replace(/[\s\p{Cc}]/gu, "");
}

/** Does it bring something to run, instead of a place to go to or a way to look? */
function runs(name: string, value: string): boolean {
  const read = asBrowsersRead(value);
  if (addresses.has(name)) return /^(?:javascript|vbscript|data(?!:image\/))\s*:/i.test(read);
  return name === "style" && /javascript:|vbscript:|expression\(|behavior:|@import/i.test(read);
}

function isAllowedAttribute([, name = "", quoted = ""]: RegExpExecArray): boolean {
  const value = quoted.slice(1, -1);
  if (name === "xmlns" && value !== "http://www.w3.org/1999/xhtml") return false;
  return allowedAttributes.has(name) && !bareAmpersand.test(value) && !runs(name, value);
}

function areAllowed(attributes: string): boolean {
  const all = [...attributes.matchAll(/([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')/g)];
  return new Set(all.map(([, name]) => name)).size === all.length && all.every(isAllowedAttribute);
}

interface Piece {
  readonly tag: string;
  readonly opens: boolean;
  readonly closes: boolean;
}

/** A tag; undefined for a comment, null for what is no markup of XHTML. */
function readPiece([piece, slash, tag, attributes = "", end]: RegExpExecArray): Piece | null | undefined {
  if (piece.startsWith("<!--")) return undefined;
  if (!tag || !allowedTags.has(tag) || !areAllowed(attributes)) return null;
  return { tag, opens: !slash && !end, closes: Boolean(slash) };
}

/** Is it one `div` of well-formed XHTML with nothing in it that runs? */
function isAllowed(xhtml: string): boolean {
  const open: string[] = [];
  let end = 0;
  for (const match of xhtml.matchAll(markup)) {
    const piece = readPiece(match);
    if (piece === undefined) continue;
    const isFirst = match.index === 0;
    // Nothing stands before or behind the div.
    if (piece === null || isFirst !== (open.length === 0) || (isFirst && piece.tag !== "div")) return false;
    if (piece.closes && open.pop() !== piece.tag) return false;
    if (piece.opens) open.push(piece.tag);
    end = match.index + match[0].length;
  }
  const behind = xhtml.slice(end).replace(/<!--[\s\S]*?-->/g, "");
  return open.length === 0 && end > 0 && behind.trim() === "" && !bareAmpersand.test(textOf(xhtml));
}

/** What stands between the tags. */
function textOf(xhtml: string): string {
  return xhtml.replace(markup, "");
}

function saysSomething(xhtml: string): boolean {
  return (
    /<img\s/.test(xhtml) ||
    textOf(xhtml)
      .replace(/&nbsp;|&#160;|&#xa0;/gi, "")
      .trim() !== ""
  );
}

/** What is wrong with the `div` of a narrative. */
export function narrativeProblem(xhtml: string): string | undefined {
  if (!isAllowed(xhtml.trim()))
    return "txt-1: The narrative is one div of well-formed XHTML, with formatting and links only.";
  return saysSomething(xhtml) ? undefined : "txt-2: The narrative says something.";
}
