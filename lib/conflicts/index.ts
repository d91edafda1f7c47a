export { compareThreeWay, type ThreeWay } from "./compare";
export { type OpenConflict, openConflicts } from "./open-conflicts";
