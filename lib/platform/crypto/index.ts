export { openVault, packText, rotateKeys, type Vault } from "./vault";
