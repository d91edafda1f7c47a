/** What screens need to show a written message; safe to import in the browser. */
export { type Delimiters, readDelimiters } from "./delimiters";
