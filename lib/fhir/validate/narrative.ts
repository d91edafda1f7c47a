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

const markup =
  /<!--[\s\S]*?-->|<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|<|>/g;

function hasForeignAttribute(attributes: string): boolean {
  const names = attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"[^"]*"|'[^']*')/g);
  return names.some(([, name = ""]) => !allowedAttributes.has(name));
}

interface Piece {
  readonly tag: string;
  readonly opens: boolean;
  readonly closes: boolean;
}

/** A tag; undefined for a comment, null for what is no markup of XHTML. */
function readPiece([piece, slash, tag, attributes = "", end]: RegExpExecArray): Piece | null | undefined {
  if (piece.startsWith("<!--")) return undefined;
  if (!tag || !allowedTags.has(tag) || hasForeignAttribute(attributes)) return null;
  return { tag, opens: !slash && !end, closes: Boolean(slash) };
}

/** Is it one `div` of well-formed XHTML with nothing in it that runs? */
function isAllowed(xhtml: string): boolean {
  const open: string[] = [];
  for (const match of xhtml.trim().matchAll(markup)) {
    const piece = readPiece(match);
    if (piece === undefined) continue;
    const isFirst = match.index === 0;
    // Nothing stands before or behind the div.
    if (piece === null || isFirst !== (open.length === 0) || (isFirst && piece.tag !== "div")) return false;
    if (piece.closes && open.pop() !== piece.tag) return false;
    if (piece.opens) open.push(piece.tag);
  }
  return open.length === 0 && /^<div[\s>]/.test(xhtml.trim()) && xhtml.trim().endsWith(">");
}

function saysSomething(xhtml: string): boolean {
  return /<img\s/.test(xhtml) || xhtml.replace(markup, "").trim() !== "";
}

/** What is wrong with the `div` of a narrative. */
export function narrativeProblem(xhtml: string): string | undefined {
  if (!isAllowed(xhtml))
    return "txt-1: The narrative is one div of well-formed XHTML, with formatting and links only.";
  return saysSomething(xhtml) ? undefined : "txt-2: The narrative says something.";
}
