export { compareThreeWay, type ThreeWay } from "./compare";
export { openConflicts, type OpenConflict } from "./open-conflicts";
