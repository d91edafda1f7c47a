/** How long passwords may be, in characters; apart from the rules so that forms may know it. */

export const minPasswordLength = 8;
/** Long enough for any passphrase, short enough that hashing one is no attack. */
export const maxPasswordLength = 256;
