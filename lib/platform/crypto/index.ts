export { openVault, rotateKeys, type Vault } from "./vault";
