/** How server.ts hands requests on. */
export { type FrontDoor, openFrontDoor } from "./front-door";
export { openLane } from "./lane";
export { makeWebServer } from "./web-server";
