export { cryptoErrors } from "./errors";
export { openVault, rotateKeys, type Vault, type VaultPurpose } from "./vault";
